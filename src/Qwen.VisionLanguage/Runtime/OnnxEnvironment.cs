using Microsoft.ML.OnnxRuntime;
using Qwen.Shared.Natives;

namespace Qwen.VisionLanguage.Runtime;

/// <summary>The first contact with the native runtime, where a missing or mismatched package shows.</summary>
internal static class OnnxEnvironment
{
    private static readonly Lock Gate = new();

    /// <summary>Names of the providers that the native library was built with.</summary>
    /// <exception cref="QwenException">No native library, or one that does not fit the managed API.</exception>
    public static IReadOnlyCollection<string> AvailableProviders()
    {
        try
        {
            return Open().GetAvailableProviders();
        }
        catch (Exception error) when (NativeFailure.IsAbsence(error))
        {
            throw new QwenException(
                $"ONNX Runtime's native library is not there, or not for this system: {NativeFailure.Reason(error)}. It comes with the "
                + $"package Microsoft.ML.OnnxRuntime; {OnnxFolder.Variable} names the folder of another one.", error);
        }
        catch (Exception error) when (NativeFailure.Is(error))
        {
            var managed = typeof(OrtEnv).Assembly.GetName().Version;
            throw new QwenException(
                $"The native ONNX Runtime is older than the managed API {managed?.ToString(3)}. A program takes "
                + "Microsoft.ML.OnnxRuntime.Managed in the version of its native package (Microsoft.ML.OnnxRuntime or "
                + $"Microsoft.ML.OnnxRuntime.DirectML); a folder in {OnnxFolder.Variable} has to hold {managed?.ToString(2)} or later.",
                error);
        }
    }

    private static OrtEnv Open()
    {
        lock (Gate)
        {
            OnnxFolder.Use();
            var environment = OrtEnv.IsCreated ? OrtEnv.Instance() : Create();
            OnnxTelemetry.KeepOff(environment);
            return environment;
        }
    }

    private static OrtEnv Create()
    {
        var options = OnnxLog.Options();
        return OrtEnv.CreateInstanceWithOptions(ref options);
    }
}
