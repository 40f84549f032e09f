using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Qwen.VisionLanguage.Runtime;

/// <summary>
/// The native ONNX Runtime of a folder that the person names, in place of the one that came with the program: how a finished program, such
/// as the command <c>qwenvl</c>, gets to devices that its own native does not have.
/// </summary>
internal static class OnnxFolder
{
    /// <summary>Environment variable that names the folder.</summary>
    public const string Variable = "QWENVL_ONNXRUNTIME";

    private static readonly string[] Names = OperatingSystem.IsWindows() ? ["onnxruntime.dll"]
        : OperatingSystem.IsMacOS() ? ["libonnxruntime.dylib", "libonnxruntime.1.dylib"]
        : ["libonnxruntime.so", "libonnxruntime.so.1"];

    private static nint library;

    /// <summary>Has the managed API take the folder's library; once, before its first use. Does nothing where no folder is named.</summary>
    /// <exception cref="QwenException">The folder holds none, or one that does not load here.</exception>
    public static void Use()
    {
        if (library != 0 || Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } folder)
            return;
        var path = Names.Select(name => Path.GetFullPath(Path.Combine(folder, name))).FirstOrDefault(File.Exists)
            ?? throw new QwenException($"{Variable} names the folder '{folder}', which holds no {Names[0]}.");
        try
        {
            library = NativeLibrary.Load(path); // by its full path, so that what it needs is looked for beside it
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            throw new QwenException($"{path}, which {Variable} names, does not load here: {error.Message}", error);
        }

        // the API's own resolver, which newer versions have, would look beside the program
        typeof(OrtEnv).GetProperty("DisableDllImportResolver")?.SetValue(null, true);
        try
        {
            NativeLibrary.SetDllImportResolver(typeof(OrtEnv).Assembly, Resolve);
        }
        catch (InvalidOperationException)
        {
            // the application has a resolver of its own, and with it the last word
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search) =>
        name.StartsWith("onnxruntime", StringComparison.OrdinalIgnoreCase) ? library : 0;
}
