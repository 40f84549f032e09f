using Microsoft.ML.OnnxRuntime;

namespace Qwen.VisionLanguage.Runtime;

/// <summary>The first contact with the native runtime, where a missing or mismatched package shows.</summary>
internal static class OnnxEnvironment
{
    /// <summary>Names of the providers that the native library was built with.</summary>
    /// <exception cref="QwenException">No native library, or one that does not fit the managed API.</exception>
    public static IReadOnlyCollection<string> AvailableProviders()
    {
        try
        {
            return Open().GetAvailableProviders();
        }
        catch (Exception error) when (Find<DllNotFoundException>(error) is not null)
        {
            throw new QwenException(
                "The native ONNX Runtime is not there. Reference the package Microsoft.ML.OnnxRuntime (CPU) or, on Windows, " +
                "Microsoft.ML.OnnxRuntime.DirectML in the application.", error);
        }
        catch (Exception error) when (error is TypeInitializationException || Find<EntryPointNotFoundException>(error) is not null)
        {
            var managed = typeof(OrtEnv).Assembly.GetName().Version;
            throw new QwenException(
                $"The native ONNX Runtime is older than the managed API {managed?.ToString(3)}. "
                + "Use Microsoft.ML.OnnxRuntime.Managed in the same "
                    + "version as the native package (Microsoft.ML.OnnxRuntime or Microsoft.ML.OnnxRuntime.DirectML).", error);
        }
    }

    // the switch of OnnxTelemetry keeps the runtime quiet from its load on, this call also where that switch could not be set
    private static OrtEnv Open()
    {
        var environment = OrtEnv.Instance();
        environment.DisableTelemetryEvents();
        return environment;
    }

    private static T? Find<T>(Exception? error)
        where T : Exception
    {
        for (; error is not null; error = error.InnerException)
        {
            if (error is T found)
                return found;
        }

        return null;
    }
}
