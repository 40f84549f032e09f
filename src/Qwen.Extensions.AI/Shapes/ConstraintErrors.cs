using System.Text.Json;
using Qwen.Constraints;
using Qwen.VisionLanguage;

namespace Qwen.Extensions.AI.Shapes;

/// <summary>Where an error of the constraint engine turns into the one exception that callers know; its words stay.</summary>
internal static class ConstraintErrors
{
    /// <exception cref="QwenException">The work ended in a <see cref="ConstraintException"/>.</exception>
    public static T Translate<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (ConstraintException error)
        {
            throw new QwenException(error.Message, error);
        }
    }

    /// <summary>Work on a schema as a caller gave it: what System.Text.Json cannot make of it is the caller's mistake.</summary>
    /// <exception cref="QwenException">The schema is nested too deeply, has half a character in a text, or a name twice.</exception>
    public static T Read<T>(string whose, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new QwenException($"The JSON schema of {whose} cannot be read: {error.Message}", error);
        }
    }
}
