namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>An attempt failed in a way that another one may mend; <see cref="HubRetry"/> turns it into an end or a pause.</summary>
internal sealed class HubTransientException(string message, TimeSpan? retryAfter = null, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>How long the server asks to wait; null where it does not say.</summary>
    public TimeSpan? RetryAfter => retryAfter;
}
