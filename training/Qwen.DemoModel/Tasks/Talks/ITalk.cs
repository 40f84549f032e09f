using Qwen.DemoModel.Drawing;

namespace Qwen.DemoModel.Tasks.Talks;

/// <summary>Draws requests that come without a picture, and what stands before all of them.</summary>
internal interface ITalk
{
    /// <summary>Draws some requests over the same functions.</summary>
    /// <param name="dice">Decides everything.</param>
    /// <param name="count">How many.</param>
    /// <param name="kind">The kind of request wanted; null for any.</param>
    Talk Draw(Dice dice, int count, string? kind = null);
}
