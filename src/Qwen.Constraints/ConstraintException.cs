namespace Qwen.Constraints;

/// <summary>
/// The one exception that a schema, pattern or grammar ends in when it cannot be enforced. The message says what is wrong, where, and what
/// to do.
/// </summary>
/// <remarks>
/// Programming errors (a null argument, a token that is not in the mask) keep their usual .NET exceptions, and cancellation is
/// <see cref="OperationCanceledException"/>.
/// </remarks>
public sealed class ConstraintException : Exception
{
    /// <summary>Creates the exception with a sentence that a person can act on.</summary>
    public ConstraintException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a sentence that a person can act on and the error that led to it.</summary>
    public ConstraintException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    internal ConstraintException(string message, bool isContradiction)
        : base(message) =>
        IsContradiction = isContradiction;

    /// <summary>
    /// Whether the constraint could be enforced but no answer fulfils it: a JSON schema whose conditions exclude one another. Then the
    /// caller's schema is wrong; else it asks for something that the engine has no means for.
    /// </summary>
    public bool IsContradiction { get; }

    // what a caller wrote, short enough for a sentence
    internal static string Shortened(string text) => text.Length <= 200 ? text : $"{text[..200]}…";
}
