namespace Qwen.VisionLanguage;

/// <summary>
/// The one exception that a caller's mistake or a bad file ends in. The message says what was wrong, where, and what to do.
/// </summary>
/// <remarks>
/// Programming errors (a null argument, a disposed model) keep their usual .NET exceptions, and cancellation is
/// <see cref="OperationCanceledException"/>. What the model writes is data and never ends in an exception.
/// </remarks>
public sealed class QwenException : Exception
{
    /// <summary>Creates the exception with a sentence that a person can act on.</summary>
    public QwenException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a sentence that a person can act on and the error that led to it.</summary>
    public QwenException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
