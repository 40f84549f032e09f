using Microsoft.ML.OnnxRuntime;

namespace Qwen.VisionLanguage.Runtime;

/// <summary>
/// Takes what the native runtime would write on the standard error of whoever runs the program. Its exceptions say that a library did not
/// load, its log which one that needed.
/// </summary>
internal static class OnnxLog
{
    private const string Cause = "with error: ";

    // kept alive as long as the native side may call it
    private static readonly DOrtLoggingFunction Write = (_, _, _, _, _, message) => Volatile.Write(ref last, message);

    private static string? last;

    /// <summary>Has an environment write here, errors only.</summary>
    public static EnvironmentCreationOptions Options() => new()
    {
        logId = "Qwen.VisionLanguage",

        // it warns of graphics cards that it cannot read about on every start
        logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        loggingFunction = Write,
    };

    /// <summary>Forgets what was written until now.</summary>
    public static void Clear() => Volatile.Write(ref last, null);

    /// <summary>What a failure was about, behind its own words: the cause that was written since the last <see cref="Clear"/>.</summary>
    public static string Explain(string failure)
    {
        var message = Volatile.Read(ref last)?.Trim() ?? "";
        var at = message.LastIndexOf(Cause, StringComparison.Ordinal);
        return at < 0 ? failure : $"{failure} ({message[(at + Cause.Length)..].TrimEnd('.')})";
    }
}
