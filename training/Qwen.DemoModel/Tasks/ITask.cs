using Qwen.DemoModel.Drawing;

namespace Qwen.DemoModel.Tasks;

/// <summary>Draws pictures of one kind and asks about them.</summary>
internal interface ITask
{
    /// <summary>Draws a picture.</summary>
    /// <param name="dice">Decides everything.</param>
    /// <param name="width">Pixels across, a multiple of 28.</param>
    /// <param name="height">Pixels down, a multiple of 28.</param>
    Picture Draw(Dice dice, int width, int height);

    /// <summary>Asks something.</summary>
    /// <param name="dice">Decides what.</param>
    /// <param name="picture">A picture of this task.</param>
    /// <param name="kind">The kind of question wanted; null for any.</param>
    /// <returns>Null when the picture gives no such question.</returns>
    Question? Ask(Dice dice, Picture picture, string? kind = null);
}
