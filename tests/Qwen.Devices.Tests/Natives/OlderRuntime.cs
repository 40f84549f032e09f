using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Qwen.Devices.Tests.Natives;

/// <summary>
/// Lets the managed ONNX Runtime API of this build drive a native library that is one version older.
/// </summary>
/// <remarks>
/// The newest native with the DirectML and WebGPU providers knows C API 30, the managed assembly asks for 31 and refuses
/// anything older. The C API is a table of functions that only ever grows at its end, so table 30 followed by a stub does
/// for every function that exists in both. An application does not do this: it pairs both packages at one version.
/// </remarks>
internal static unsafe class OlderRuntime
{
    private const uint NativeVersion = 30;

    /// <summary>Entries that are taken from the native's table: all that both versions surely have.</summary>
    private const int NativeEntries = 420;

    /// <summary>Entries that are handed out: more than the managed assembly's table has.</summary>
    private const int TableEntries = 512;

    private static delegate* unmanaged<uint, nint> nativeGetApi;
    private static nint table;
    private static nint library;

    /// <summary>
    /// Loads the native library and answers the managed assembly's requests with it; once, before any other use of ONNX Runtime.
    /// </summary>
    /// <param name="folder">Where <c>onnxruntime.dll</c> and <c>DirectML.dll</c>, or <c>libonnxruntime.so.1</c>, are.</param>
    public static void Load(string folder)
    {
        // whatever is loaded by its full path is found later by its name, so nothing has to lie beside the program
        if (OperatingSystem.IsWindows())
            NativeLibrary.Load(Path.GetFullPath(Path.Combine(folder, "DirectML.dll")));
        var path = Path.GetFullPath(Path.Combine(folder, OperatingSystem.IsWindows() ? "onnxruntime.dll" : "libonnxruntime.so.1"));
        library = NativeLibrary.Load(path);
        var getBase = (delegate* unmanaged<nint*>)NativeLibrary.GetExport(library, "OrtGetApiBase");
        var apiBase = getBase(); // { GetApi, GetVersionString }
        nativeGetApi = (delegate* unmanaged<uint, nint>)apiBase[0];

        var native = (nint*)nativeGetApi(NativeVersion);
        if (native is null)
            throw new InvalidOperationException($"{path} does not know C API {NativeVersion}.");
        var copy = (nint*)NativeMemory.Alloc(TableEntries, (nuint)sizeof(nint));
        for (var entry = 0; entry < TableEntries; entry++)
            copy[entry] = entry < NativeEntries ? native[entry] : (nint)(delegate* unmanaged<void>)&Missing;
        table = (nint)copy;

        PatchableMemory.Write((nint)apiBase, (nint)(delegate* unmanaged<uint, nint>)&GetApi);
        OrtEnv.DisableDllImportResolver = true;
        NativeLibrary.SetDllImportResolver(typeof(OrtEnv).Assembly, Resolve);
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search) =>
        name.StartsWith("onnxruntime", StringComparison.OrdinalIgnoreCase) ? library : 0;

    [UnmanagedCallersOnly]
    private static nint GetApi(uint version) => version == NativeVersion + 1 ? table : nativeGetApi(version);

    [UnmanagedCallersOnly]
    private static void Missing() => Environment.FailFast("A function was called that the older native ONNX Runtime does not have.");
}
