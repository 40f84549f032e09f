using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Qwen.VisionLanguage.Runtime.Cpu.Kernels;

/// <summary>
/// Kernels assembled at run time for AVX-512 VNNI, which .NET has no intrinsics for. Their code is made once per process.
/// </summary>
internal sealed unsafe class AssembledKernels : KernelFamily
{
    /// <summary>Environment variable that, at 0, keeps the process from making code.</summary>
    public const string Variable = "QWENVL_ASSEMBLED";

    private const int Alignment = 64;

    private static readonly Lazy<(AssembledKernels? Kernels, string? Refusal)> Instance = new(Make);

    private readonly Lock gate = new();
    private readonly nint[] tiles = new nint[WeightForms.Count * TileRows]; // [form, rows], 0 until a form is used
    private readonly nint[] rowTiles = new nint[WeightForms.Count * TileRows]; // likewise, of float forms

    private AssembledKernels()
        : base("avx512-vnni", "assembled at run time: the processor has AVX-512 VNNI and the system allows executable pages")
    {
    }

    /// <summary>The family, or null where processor, system or the environment say no.</summary>
    public static AssembledKernels? TryGet(out string? refusal)
    {
        (var kernels, refusal) = Instance.Value;
        return kernels;
    }

    internal override void Tile(WeightForm form, int rows, byte* w, byte* x, float* y, int stride, int steps)
    {
        var tile = Volatile.Read(ref tiles[Index(form, rows)]);
        if (tile == 0)
            tile = Load(form, rows);
        ((delegate* unmanaged<byte*, byte*, float*, nint, nint, void>)tile)(w, x, y, (nint)stride * sizeof(float), steps);
    }

    internal override void RowTile(WeightForm form, int rows, byte* w, float* x, int xStride, float* y, int yStride, int inputs)
    {
        if (Volatile.Read(ref rowTiles[Index(form, rows)]) == 0)
            Load(form, rows);
        var tile = rowTiles[Index(form, rows)];
        ((delegate* unmanaged<byte*, float*, nint, float*, nint, nint, void>)tile)(
            w, x, (nint)xStride * sizeof(float), y, (nint)yStride * sizeof(float), inputs);
    }

    private static int Index(WeightForm form, int rows) => (int)form * TileRows + rows - 1;

    private static (AssembledKernels? Kernels, string? Refusal) Make()
    {
        if (Environment.GetEnvironmentVariable(Variable) == "0")
            return (null, $"{Variable} is 0");
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsWindows())
            return (null, "code is assembled on Linux and Windows only");
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64 || !HasVectorNeuralInstructions())
            return (null, "the processor has no AVX-512 VNNI");
        var kernels = new AssembledKernels();
        return kernels.TryLoad(WeightForm.Float32) is { } refusal ? (null, refusal) : (kernels, null); // what attention always needs
    }

    private nint Load(WeightForm form, int rows)
    {
        lock (gate)
        {
            if (tiles[Index(form, rows)] == 0 && TryLoad(form) is { } refusal)
                throw new QwenException(
                    $"The kernels for {form} weights cannot be made: {refusal}. Set {Variable} to 0 to run without code made at run time.");
            return tiles[Index(form, rows)];
        }
    }

    /// <summary>Makes the tiles of one form; says why where the system refuses.</summary>
    private string? TryLoad(WeightForm form)
    {
        using var code = new MemoryStream();
        var (starts, rowStarts) = (new long[TileRows], new long[TileRows]);
        for (var rows = 1; rows <= TileRows; rows++)
        {
            starts[rows - 1] = Append(code, TileAssembler.Assemble(form, rows, OperatingSystem.IsWindows()));
            if (form.IsFloat())
                rowStarts[rows - 1] = Append(code, RowTileAssembler.Assemble(form, rows, OperatingSystem.IsWindows()));
        }

        var pages = ExecutablePages.TryLoad(code.ToArray(), out var refusal);
        if (pages == null)
            return refusal ?? "no reason was given";
        for (var rows = 1; rows <= TileRows; rows++)
        {
            if (form.IsFloat())
                Volatile.Write(ref rowTiles[Index(form, rows)], (nint)(pages + rowStarts[rows - 1]));
            Volatile.Write(ref tiles[Index(form, rows)], (nint)(pages + starts[rows - 1]));
        }

        return null;
    }

    /// <summary>Where the tile stands.</summary>
    private static long Append(MemoryStream code, byte[] tile)
    {
        while (code.Length % Alignment != 0)
            code.WriteByte(0xCC); // nobody comes here
        code.Write(tile);
        return code.Length - tile.Length;
    }

    /// <summary>
    /// AVX-512 with its VNNI, and a system that keeps the registers. Asked of the processor: a program that was compiled ahead of time
    /// for older ones is told that there is nothing of it.
    /// </summary>
    private static bool HasVectorNeuralInstructions()
    {
        const int Foundation = 1 << 16 | 1 << 17 | 1 << 30 | 1 << 31; // F, DQ, BW, VL
        const int Neural = 1 << 11;
        const int SystemSaves = 1 << 27; // OSXSAVE: the next question may be asked
        if (X86Base.CpuId(0, 0).Eax < 7 || (X86Base.CpuId(1, 0).Ecx & SystemSaves) == 0)
            return false;
        var (_, features, more, _) = X86Base.CpuId(7, 0);
        return (features & Foundation) == Foundation && (more & Neural) != 0 && SystemKeepsRegisters();
    }

    /// <summary>
    /// What XGETBV says, which .NET has no intrinsic for: the system keeps vectors of 128, 256 and 512 bits and their masks.
    /// </summary>
    private static bool SystemKeepsRegisters()
    {
        const uint Kept = 0xE6;
        ReadOnlySpan<byte> code = [0x31, 0xC9, 0x0F, 0x01, 0xD0, 0xC3]; // xor ecx, ecx; xgetbv; ret
        var pages = ExecutablePages.TryLoad(code, out _);
        return pages == null || (((delegate* unmanaged<uint>)pages)() & Kept) == Kept; // without pages, their refusal comes next
    }
}
