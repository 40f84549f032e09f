using Qwen.DemoModel.Drawing;

namespace Qwen.DemoModel.Tasks;

/// <summary>Two to six lines of text: read them, or spot them with their boxes.</summary>
internal sealed class LinesTask : ITask
{
    /// <inheritdoc/>
    public Picture Draw(Dice dice, int width, int height)
    {
        while (true)
        {
            var (paper, ink) = Shade.Pair(dice);
            using var canvas = new Canvas(dice, width, height, paper);
            var face = Fonts.Any(dice);
            var most = dice.Between(2, height <= 112 ? 4 : 6);
            float y = dice.Between(2, 14);
            while (y < height - 16 && canvas.Rows.Count < most)
            {
                using var font = Canvas.Font(dice, face, dice.Between(dice.HeldOut || dice.Chance(0.5) ? 13 : 10, height <= 112 ? 22 : 28));
                var text = Lettering.Fit(font, Words.Line(dice, width >= 200 ? 16 : 10), width - 4, height - 2, font.Size);
                var bounds = Lettering.Bounds(font, text);
                if (y + bounds.Height > height - 2)
                    break;
                var x = dice.Chance(0.6) ? dice.Real(2, Math.Max(2.01, width - bounds.Right - 2)) : 4;
                var row = canvas.Write(text, x - Math.Min(0, bounds.Left), MathF.Round(y - bounds.Top), font, ink);
                canvas.Mark(new Thing(ThingClass.Of("text"), 0, text, row.Box));
                y = row.Box.Bottom + dice.Between(3, 16);
            }

            if (canvas.Rows.Count == 0)
                continue;
            var rgb = canvas.Pixels(Touches.Noise(dice));
            Touches.Light(dice, rgb);
            Touches.Recolour(dice, rgb);
            return new Picture(width, height, [rgb], [canvas.Mask()])
            {
                Things = [.. canvas.Things],
                Rows = [.. canvas.Rows],
                KnowsThings = true,
                KnowsText = true
            };
        }
    }

    /// <inheritdoc/>
    public Question? Ask(Dice dice, Picture picture, string? kind = null) =>
        (kind ?? (dice.Chance(0.5) ? "read" : "spot")) == "read" ? AskRead(dice, picture) : AskSpot(dice, picture);

    /// <summary>All text, line by line.</summary>
    public static Question AskRead(Dice dice, Picture picture)
    {
        var answer = new AnswerText();
        for (var i = 0; i < picture.Rows.Count; i++)
        {
            if (i > 0)
                answer.Seen("\n");
            answer.Read(picture, picture.Rows[i]);
        }

        return new Question("read", Wordings.Pick(dice, Wordings.Read), answer.Pieces);
    }

    /// <summary>All lines with boxes.</summary>
    public static Question AskSpot(Dice dice, Picture picture)
    {
        var items = picture.Rows.Select((row, i) => (
            AnswerText.Numbers(row.Box), (IReadOnlyList<int>)picture.UnitsOf(picture.Things[i]),
            (Action<AnswerText>)(answer => answer.Read(picture, row, escape: AnswerText.Json))));
        return new Question("spot", Wordings.Pick(dice, Wordings.Spot), AnswerText.List([.. items], "bbox_2d", "text_content").Pieces);
    }
}
