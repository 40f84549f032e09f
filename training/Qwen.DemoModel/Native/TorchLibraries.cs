using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Qwen.DemoModel.Native;

/// <summary>
/// Makes libtorch loadable where the C++ runtime is a little too old. <c>libLibTorchSharp.so</c> names GLIBCXX_3.4.32 (gcc 13)
/// for one marker symbol that nothing calls, and a loader refuses a library whose named versions it does not have. Marked weak,
/// the need is only noted. The file that is changed is the copy beside this program.
/// </summary>
internal static class TorchLibraries
{
    private const string NeededVersion = "GLIBCXX_3.4.32";
    private const string MarkerSymbol = "_ZSt21ios_base_library_initv";
    private const ushort WeakFlag = 2;                 // VER_FLG_WEAK
    private const uint VersionNeeds = 0x6ffffffe;      // SHT_GNU_verneed

    /// <summary>Call before the first use of TorchSharp.</summary>
    public static void Prepare()
    {
        if (!OperatingSystem.IsLinux())
            return;
        TuneAllocator();
        ChooseKernels();
        if (NativeLibrary.TryLoad("libstdc++.so.6", out var runtime) && NativeLibrary.TryGetExport(runtime, MarkerSymbol, out _))
            return;
        foreach (var path in Directory.EnumerateFiles(AppContext.BaseDirectory, "libLibTorchSharp.so", SearchOption.AllDirectories))
            MarkWeak(path);
    }

    /// <summary>Sets the weak flag of the version need in an ELF64 little-endian library, once.</summary>
    public static void MarkWeak(string path)
    {
        var file = File.ReadAllBytes(path);
        var place = FindNeed(file);
        if (place is not { } flags || BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(flags)) == WeakFlag)
            return;
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(flags), WeakFlag);
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        File.WriteAllBytes(temporary, file);
        File.Move(temporary, path, overwrite: true);
    }

    // section headers -> the version needs -> for each library its list of versions; offset of the flags of ours
    private static int? FindNeed(ReadOnlySpan<byte> file)
    {
        var sections = (int)BinaryPrimitives.ReadInt64LittleEndian(file[0x28..]);
        int size = BinaryPrimitives.ReadUInt16LittleEndian(file[0x3A..]), count = BinaryPrimitives.ReadUInt16LittleEndian(file[0x3C..]);
        for (var i = 0; i < count; i++)
        {
            var header = file[(sections + i * size)..];
            if (BinaryPrimitives.ReadUInt32LittleEndian(header[4..]) != VersionNeeds)
                continue;
            var names = file[(sections + BinaryPrimitives.ReadInt32LittleEndian(header[40..]) * size)..]; // sh_link
            var strings = (int)BinaryPrimitives.ReadInt64LittleEndian(names[24..]);
            return FindVersion(file, (int)BinaryPrimitives.ReadInt64LittleEndian(header[24..]), strings);
        }

        return null;
    }

    private static int? FindVersion(ReadOnlySpan<byte> file, int library, int strings)
    {
        while (true)
        {
            var version = library + BinaryPrimitives.ReadInt32LittleEndian(file[(library + 8)..]);        // vn_aux
            for (int left = BinaryPrimitives.ReadUInt16LittleEndian(file[(library + 2)..]); left > 0; left--) // vn_cnt
            {
                var name = file[(strings + BinaryPrimitives.ReadInt32LittleEndian(file[(version + 8)..]))..]; // vna_name
                if (Encoding.ASCII.GetString(name[..name.IndexOf((byte)0)]) == NeededVersion)
                    return version + 4;                                                                 // vna_flags
                version += BinaryPrimitives.ReadInt32LittleEndian(file[(version + 12)..]);              // vna_next
            }

            var next = BinaryPrimitives.ReadInt32LittleEndian(file[(library + 12)..]);                  // vn_next
            if (next == 0)
                return null;
            library += next;
        }
    }

    // tensors of a step are freed and asked for again thousands of times: keep that memory instead of giving it back each time
    private static void TuneAllocator()
    {
        const int TrimThreshold = -1, TopPad = -2, MmapMax = -4;
        _ = MallOpt(MmapMax, 0);
        _ = MallOpt(TrimThreshold, -1); // never
        _ = MallOpt(TopPad, 256 << 20);
    }

    // MKL inside libtorch keeps its AVX-512 kernels for its maker's processors; asked whether this is one, it now says yes
    // where the instructions are there. Attention's products double their speed.
    private static unsafe void ChooseKernels()
    {
        ReadOnlySpan<byte> yes = [0xB8, 1, 0, 0, 0, 0xC3];      // mov eax, 1; ret
        const nint Page = 4096;
        const int ReadWriteExecute = 7, ReadExecute = 5;
        if (!Vector512.IsHardwareAccelerated || RuntimeInformation.ProcessArchitecture != Architecture.X64
            || Directory.EnumerateFiles(AppContext.BaseDirectory, "libtorch_cpu.so", SearchOption.AllDirectories)
                .FirstOrDefault() is not { } path
            || !NativeLibrary.TryLoad(path, out var library))
            return;
        foreach (var question in (string[])["mkl_serv_intel_cpu_true", "mkl_serv_intel_cpu"])
        {
            if (!NativeLibrary.TryGetExport(library, question, out var code))
                return;
            var start = code & -Page;
            if (MProtect(start, 2 * Page, ReadWriteExecute) != 0)
                return;
            yes.CopyTo(new Span<byte>((void*)code, yes.Length));
            _ = MProtect(start, 2 * Page, ReadExecute);
        }
    }

    [DllImport("libc", EntryPoint = "mprotect")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MProtect(nint start, nint length, int protection);

    [DllImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MallOpt(int parameter, int value);
}
