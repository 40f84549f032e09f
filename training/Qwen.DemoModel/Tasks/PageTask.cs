using Qwen.DemoModel.Drawing;
using SkiaSharp;

namespace Qwen.DemoModel.Tasks;

/// <summary>Small pages: a heading, paragraphs, sometimes a table, as QwenVL HTML with a box at every block.</summary>
internal sealed class PageTask : ITask
{
    /// <summary>A block of a page: its tag and the rows of text it holds; for a table rows of cells.</summary>
    private sealed record Block(string Tag, IReadOnlyList<IReadOnlyList<int>> Rows, int Thing);

    /// <inheritdoc/>
    public Picture Draw(Dice dice, int width, int height)
    {
        while (true)
        {
            var (paper, ink) = Shade.Pair(dice);
            using var canvas = new Canvas(dice, width, height, paper);
            var face = Fonts.Any(dice);
            var blocks = new List<Block>();
            float y = dice.Between(4, 12);
            foreach (var tag in Plan(dice, height))
            {
                var next = tag == "table" ? Table(dice, canvas, face, ink, y, blocks) : Text(dice, canvas, face, ink, y, tag, blocks);
                if (next is null)
                    break;
                y = next.Value + dice.Between(7, 14);
            }

            if (blocks.Count == 0)
                continue;
            var rgb = canvas.Pixels(Touches.Noise(dice));
            Touches.Light(dice, rgb);
            return new Picture(width, height, [rgb], [canvas.Mask()])
            {
                Things = [.. canvas.Things], Rows = [.. canvas.Rows], KnowsThings = true, KnowsText = true, Notes = blocks,
            };
        }
    }

    /// <inheritdoc/>
    public Question? Ask(Dice dice, Picture picture, string? kind = null)
    {
        var blocks = (List<Block>)picture.Notes!;
        var table = blocks.Find(block => block.Tag == "table");
        if (kind is null && table is null && dice.Chance(0.25))
            return LinesTask.AskRead(dice, picture);
        if (kind == "table")
            return table is null ? null : AskTable(picture, table, form: 0) with { Kind = "table" };
        if (kind is null && dice.Chance(0.35) && table is not null)
            return AskTable(picture, table, dice.Between(0, 2));
        var answer = new AnswerText().Plain("```html\n<html><body>\n");
        foreach (var block in blocks)
        {
            var thing = picture.Things[block.Thing];
            var units = picture.UnitsOf(thing);
            answer.Seen($"<{block.Tag}", units)
                .Plain(" data-bbox=\"", units)
                .Seen(AnswerText.Numbers(thing.Box).Replace(",", "", StringComparison.Ordinal), units)
                .Plain("\">", units);
            if (block.Tag == "table")
                WriteTable(answer, picture, block);
            else
                WriteText(answer, picture, [.. block.Rows.Select(row => row[0])]);
            answer.Seen($"</{block.Tag}>\n");
        }

        return new Question("page", Wordings.Pick(dice, Wordings.Page), answer.Seen("</body></html>").Plain("\n```").Pieces);
    }

    // the table alone, in one of the three forms that can be asked for
    private static Question AskTable(Picture picture, Block table, int form)
    {
        var answer = new AnswerText().Plain(form switch { 0 => "```html\n<table>\n", 1 => "```markdown\n", _ => "```csv\n" });
        for (var r = 0; r < table.Rows.Count; r++)
        {
            var cells = table.Rows[r];
            answer.Seen(form switch { 0 => "<tr>", 1 => "| ", _ => "" });
            for (var c = 0; c < cells.Count; c++)
            {
                answer.Plain(form == 0 ? "<td>" : "");
                WriteText(answer, picture, [cells[c]]);
                answer.Seen(form switch { 0 => "</td>", 1 => c + 1 < cells.Count ? " | " : " |", _ => c + 1 < cells.Count ? "," : "" });
            }

            answer.Seen(form == 0 ? "</tr>\n" : "\n");
            if (form == 1 && r == 0)
                answer.Plain($"|{string.Concat(cells.Select(_ => " --- |"))}\n");
        }

        return new Question("text", Wordings.Table[form], answer.Plain(form == 0 ? "</table>\n```" : "```").Pieces);
    }

    private static IEnumerable<string> Plan(Dice dice, int height)
    {
        if (dice.Chance(0.8))
            yield return "h1";
        for (var i = dice.Between(1, height > 200 ? 3 : 2); i > 0; i--)
            yield return dice.Weighted((0.65, "p"), (0.15, "h2"), (0.2, "table"));
    }

    private static int Small(Dice dice) => dice.Between(dice.HeldOut || dice.Chance(0.6) ? 12 : 10, dice.HeldOut ? 14 : 16);

    private static float? Text(Dice dice, Canvas canvas, SKTypeface face, SKColor ink, float y, string tag, List<Block> blocks)
    {
        using var font = Canvas.Font(
            dice, face, tag switch { "h1" => dice.Between(19, 24), "h2" => dice.Between(16, 18), _ => Small(dice) });
        var lines = tag == "p" ? dice.Between(1, 3) : 1;
        var rows = new List<IReadOnlyList<int>>();
        Box? box = null;
        for (var i = 0; i < lines; i++)
        {
            var phrase = tag == "p"
                ? string.Join(' ', Enumerable.Range(0, dice.Between(2, 4)).Select(_ => Words.One(dice)))
                : Words.Capitalised(Words.Phrase(dice, 2));
            var text = Lettering.Fit(font, i == 0 ? Words.Capitalised(phrase) : phrase, canvas.Width - 12, canvas.Height, font.Size);
            var bounds = Lettering.Bounds(font, text);
            if (y - font.Metrics.Ascent > canvas.Height - 5)
                break;
            var row = canvas.Write(text, 6, MathF.Round(y - font.Metrics.Ascent), font, ink);
            rows.Add([canvas.Rows.Count - 1]);
            box = box?.With(row.Box) ?? row.Box;
            y = row.Box.Bottom + 3;
        }

        if (box is null)
            return null;
        canvas.Mark(new Thing(ThingClass.Of(tag == "p" ? "paragraph" : "heading"), 0, tag, box.Value));
        blocks.Add(new Block(tag, rows, canvas.Things.Count - 1));
        return box.Value.Bottom;
    }

    private static float? Table(Dice dice, Canvas canvas, SKTypeface face, SKColor ink, float y, List<Block> blocks)
    {
        using var font = Canvas.Font(dice, face, Small(dice));
        int columns = dice.Between(2, canvas.Width >= 200 ? 3 : 2), rows = dice.Between(2, 3), line = dice.Between(18, 22);
        float left = 6, width = (canvas.Width - 12f) / columns;
        if (y + rows * line > canvas.Height - 4)
            return null;
        var cells = new List<IReadOnlyList<int>>();
        using var paint = new SKPaint { Color = ink, IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = 1 };
        for (var r = 0; r < rows; r++)
        {
            var row = new List<int>();
            for (var c = 0; c < columns; c++)
            {
                canvas.Colours.DrawRect(left + c * width, y + r * line, width, line, paint);
                var content = r == 0 ? Words.Capitalised(Words.One(dice)) : dice.Chance(0.5) ? $"{dice.Between(1, 9999)}" : Words.One(dice);
                var text = Lettering.Fit(font, content, width - 8, line, Math.Min(12, font.Size));
                canvas.Write(text, left + c * width + 4, MathF.Round(y + r * line + line / 2f + font.Size * 0.35f), font, ink);
                row.Add(canvas.Rows.Count - 1);
            }

            cells.Add(row);
        }

        var box = new Box((int)left, (int)y, (int)(left + columns * width), (int)(y + rows * line));
        canvas.Mark(new Thing(ThingClass.Of("cell"), 0, "table", box));
        blocks.Add(new Block("table", cells, canvas.Things.Count - 1));
        return box.Bottom;
    }

    private static void WriteText(AnswerText answer, Picture picture, IReadOnlyList<int> rows)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            if (i > 0)
                answer.Seen(" ");
            answer.Read(picture, picture.Rows[rows[i]], escape: Html);
        }
    }

    private static void WriteTable(AnswerText answer, Picture picture, Block table)
    {
        foreach (var row in table.Rows)
        {
            answer.Seen("<tr>");
            foreach (var cell in row)
            {
                answer.Seen("<td>");
                WriteText(answer, picture, [cell]);
                answer.Plain("</td>");
            }

            answer.Seen("</tr>");
        }
    }

    private static string Html(char character) =>
        character switch { '<' => "&lt;", '>' => "&gt;", '&' => "&amp;", _ => character.ToString() };
}
