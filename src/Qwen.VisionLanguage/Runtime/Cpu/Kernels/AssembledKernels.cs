using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Qwen.VisionLanguage.Runtime.Cpu.Kernels;

/// <summary>Kernels assembled at run time for AVX-512 VNNI, which .NET has no intrinsics for. Their code is made once per process.</summary>
internal sealed unsafe class AssembledKernels : KernelFamily
{
    /// <summary>Environment variable that, at 0, keeps the process from making code.</summary>
    public const string Variable = "QWENVL_ASSEMBLED";

    private const int Alignment = 64;

    private static readonly Lazy<(AssembledKernels? Kernels, string? Refusal)> Instance = new(Make);

    private readonly nint[] tiles; // [form, rows]

    private AssembledKernels(nint[] tiles)
        : base("avx512-vnni", "assembled at run time: the processor has AVX-512 VNNI and the system allows executable pages")
        => this.tiles = tiles;

    /// <summary>The family, or null where processor, system or the environment say no.</summary>
    public static AssembledKernels? TryGet(out string? refusal)
    {
        (var kernels, refusal) = Instance.Value;
        return kernels;
    }

    internal override void Tile(WeightForm form, int rows, byte* w, byte* x, float* y, int stride, int steps)
        => ((delegate* unmanaged<byte*, byte*, float*, nint, nint, void>)tiles[Index(form, rows)])(w, x, y, (nint)stride * sizeof(float), steps);

    private static int Index(WeightForm form, int rows) => (int)form * TileRows + rows - 1;

    private static (AssembledKernels? Kernels, string? Refusal) Make()
    {
        if (Environment.GetEnvironmentVariable(Variable) == "0")
            return (null, $"{Variable} is 0");
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsWindows())
            return (null, "code is assembled on Linux and Windows only");
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64 || !HasVectorNeuralInstructions())
            return (null, "the processor has no AVX-512 VNNI");

        using var code = new MemoryStream();
        var starts = new long[Enum.GetValues<WeightForm>().Length * TileRows];
        foreach (var form in Enum.GetValues<WeightForm>())
        {
            for (var rows = 1; rows <= TileRows; rows++)
            {
                while (code.Length % Alignment != 0)
                    code.WriteByte(0xCC); // nobody comes here
                starts[Index(form, rows)] = code.Length;
                code.Write(TileAssembler.Assemble(form, rows, OperatingSystem.IsWindows()));
            }
        }

        var pages = ExecutablePages.TryLoad(code.ToArray(), out var refusal);
        return pages == null ? (null, refusal) : (new AssembledKernels(Array.ConvertAll(starts, start => (nint)(pages + start))), null);
    }

    /// <summary>AVX-512 as the runtime sees it (which asks the system whether it keeps the registers), and leaf 7's bit for VNNI.</summary>
    private static bool HasVectorNeuralInstructions()
        => Avx512F.IsSupported && Avx512BW.VL.IsSupported && X86Base.CpuId(0, 0).Eax >= 7 && (X86Base.CpuId(7, 0).Ecx >> 11 & 1) == 1;
}
