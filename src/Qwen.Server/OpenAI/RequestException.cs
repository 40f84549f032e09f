using Qwen.VisionLanguage;

namespace Qwen.Server.OpenAI;

/// <summary>A request that is not answered, in the words and codes that a client of this form expects.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="type">The kind of error, <c>invalid_request_error</c> where the caller can mend it.</param>
/// <param name="message">What is wrong and what to do.</param>
/// <param name="param">The field at fault; null for none.</param>
/// <param name="code">A short code; null for none.</param>
internal sealed class RequestException(
    int status, string type, string message, string? param = null, string? code = null) : Exception(message)
{
    public int Status => status;

    public string Type => type;

    public string? Param => param;

    public string? Code => code;

    /// <summary>After how many seconds another try has a chance; null where none has.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>A field that cannot be used.</summary>
    public static RequestException Invalid(string? param, string message, string? code = null) =>
        new(400, "invalid_request_error", message, param, code);

    /// <summary>The same for callers inside the program, who know the library's exception only.</summary>
    public QwenException ToQwenException() => new(Message, this);
}
