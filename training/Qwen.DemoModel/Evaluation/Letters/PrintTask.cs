using Qwen.DemoModel.Drawing;
using Qwen.DemoModel.Tasks;

namespace Qwen.DemoModel.Evaluation.Letters;

/// <summary>
/// Lines of one size at one distance, both by chance: what makes letters hard varies here by itself. The face's name is the picture's
/// note.
/// </summary>
/// <param name="heldOutFaces">Whether faces are drawn that training never sees.</param>
/// <param name="largest">Largest font; the smallest is 9, where only small print is wanted 10.</param>
/// <param name="mostLines">Most lines of a picture.</param>
internal sealed class PrintTask(bool heldOutFaces, int largest = 24, int mostLines = 6) : ITask
{

    /// <inheritdoc/>
    public Picture Draw(Dice dice, int width, int height)
    {
        var (paper, ink) = Shade.Pair(dice);
        using var canvas = new Canvas(dice, width, height, paper);
        var face = Fonts.Any(new Dice(dice.Seed(), heldOutFaces));
        using var font = Canvas.Font(dice, face, dice.Between(largest < 24 ? 10 : 9, largest));
        int gap = dice.Between(1, 20), most = dice.Between(1, mostLines);
        float y = dice.Between(2, 20);
        while (canvas.Rows.Count < most) // the first one always fits
        {
            var text = Lettering.Fit(font, Words.Line(dice, 16), width - 4, height, font.Size);
            var bounds = Lettering.Bounds(font, text);
            if (y + bounds.Height > height - 2)
                break;
            var x = dice.Real(2, Math.Max(2.01, width - bounds.Right - 2)) - Math.Min(0, bounds.Left);
            y = canvas.Write(text, x, MathF.Round(y - bounds.Top), font, ink).Box.Bottom + gap;
        }

        return new Picture(width, height, [canvas.Pixels()], [canvas.Mask()])
        {
            Rows = [.. canvas.Rows], KnowsText = true,
            Notes = $"{face.FamilyName}{(face.IsBold ? " bold" : "")}{(face.IsItalic ? " italic" : "")}",
        };
    }

    /// <inheritdoc/>
    public Question? Ask(Dice dice, Picture picture, string? kind = null) => LinesTask.AskRead(dice, picture);
}
