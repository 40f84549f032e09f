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
}
