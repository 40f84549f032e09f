using Qwen.DemoModel.Drawing;

namespace Qwen.DemoModel.Tasks;

/// <summary>One printed line that fills a low picture.</summary>
internal sealed class LineTask : ITask
{
    /// <inheritdoc/>
    public Picture Draw(Dice dice, int width, int height)
    {
        var (paper, ink) = Shade.Pair(dice);
        using var canvas = new Canvas(dice, width, height, paper);
        using var font = Canvas.Font(dice, Fonts.Any(dice), height == 28 ? Size(dice) : dice.Between(18, 40));
        var text = Lettering.Fit(font, Words.Line(dice, 24), width - 4, height - 2, dice.HeldOut ? 13 : 9);
        var bounds = Lettering.Bounds(font, text);
        var free = Math.Max(0, (height - bounds.Height) / 2 - 1);
        var x = dice.Real(2, Math.Max(2.01, width - bounds.Right - 2)) - Math.Min(0, bounds.Left);
        var baseline = (height - bounds.Height) / 2 - bounds.Top + dice.Real(-0.8, 0.8) * free;
        canvas.Write(text, x, MathF.Round(baseline), font, ink);

        var rgb = canvas.Pixels(Touches.Noise(dice));
        Touches.Light(dice, rgb);
        Touches.Recolour(dice, rgb);
        return new Picture(width, height, [rgb], [canvas.Mask()]) { Rows = [.. canvas.Rows], KnowsText = true };
    }

    /// <inheritdoc/>
    public Question? Ask(Dice dice, Picture picture, string? kind = null)
        => new("read", Wordings.Pick(dice, Wordings.Read), new AnswerText().Read(picture, picture.Rows[0]).Pieces);

    // small print first alone in its line, then among others
    private static int Size(Dice dice) =>
        dice.HeldOut ? dice.Between(14, 24) : dice.Chance(0.5) ? dice.Between(9, 14) : dice.Between(14, 24);
}
