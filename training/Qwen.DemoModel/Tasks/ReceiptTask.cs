using Qwen.DemoModel.Drawing;

namespace Qwen.DemoModel.Tasks;

/// <summary>Receipts and small forms: named fields, or all the text.</summary>
internal sealed class ReceiptTask : ITask
{
    private static readonly string[] FormKeys = ["name", "date", "room", "phone", "email", "code", "address", "price", "time", "size"];

    /// <inheritdoc/>
    public Picture Draw(Dice dice, int width, int height)
    {
        var (paper, ink) = Shade.Pair(dice);
        using var canvas = new Canvas(dice, width, height, paper);
        var face = Fonts.Any(dice);
        var fields = new Dictionary<string, (string, int, int)>();
        var y = dice.Between(2, 8);
        foreach (var (text, key, value, size) in dice.Chance(0.7) ? Receipt(dice, height) : Form(dice, height))
        {
            using var font = Canvas.Font(dice, face, size);
            var fitted = Lettering.Fit(font, text, width - 6, height, 9);
            var bounds = Lettering.Bounds(font, fitted);
            if (fitted != text || y + bounds.Height > height - 1)
                break;
            var x = key == "company" && dice.Chance(0.5) ? (width - bounds.Right) / 2 : dice.Between(3, 10);
            var row = canvas.Write(text, Math.Min(x, Math.Max(2, width - bounds.Right - 2)), MathF.Round(y - bounds.Top), font, ink);
            canvas.Mark(new Thing(ThingClass.Of("text"), 0, text, row.Box));
            if (key is not null && value is not null)
                fields[key] = (value, canvas.Rows.Count - 1, text.LastIndexOf(value, StringComparison.Ordinal));
            y = row.Box.Bottom + dice.Between(2, 8);
        }

        var rgb = canvas.Pixels(Touches.Noise(dice));
        Touches.Light(dice, rgb);
        return new Picture(width, height, [rgb], [canvas.Mask()])
        {
            Things = [.. canvas.Things], Rows = [.. canvas.Rows], Fields = fields, KnowsThings = true, KnowsText = true,
        };
    }

    /// <inheritdoc/>
    public Question? Ask(Dice dice, Picture picture, string? kind = null)
    {
        if (picture.Fields.Count == 0)
            return null;
        return (kind ?? dice.Weighted((0.75, "fields"), (0.15, "read"), (0.1, "spot"))) switch
        {
            "fields" => AskFields(dice, picture, all: kind is not null),
            "read" => LinesTask.AskRead(dice, picture),
            _ => LinesTask.AskSpot(dice, picture),
        };
    }

    private static Question AskFields(Dice dice, Picture picture, bool all)
    {
        string[] keys = [.. picture.Fields.Keys];
        if (!all && dice.Chance(0.45))
            keys = [.. keys.Where(_ => dice.Chance(0.5))];
        if (keys.Length == 0)
            keys = [dice.Pick([.. picture.Fields.Keys])];
        // what the paper does not say stays empty
        if (!all && dice.Chance(0.2))
            keys = [.. dice.Some(
                [.. keys, dice.Pick([.. FormKeys.Append("company").Append("total").Except(picture.Fields.Keys)])], keys.Length + 1)];
        var answer = new AnswerText().Plain("```json\n{\n");
        for (var i = 0; i < keys.Length; i++)
        {
            if (!picture.Fields.TryGetValue(keys[i], out var field))
            {
                answer.Plain("    \"").Add(keys[i], AnswerText.Label).Plain("\": \"").Seen(i + 1 < keys.Length ? "\",\n" : "\"\n");
                continue;
            }

            var (value, row, place) = field;
            answer.Plain("    \"").Add(keys[i], AnswerText.Label).Plain("\": \"", picture.UnitsOfCharacter(picture.Rows[row], place))
                .Read(picture, picture.Rows[row], place, value.Length, AnswerText.Json).Seen(i + 1 < keys.Length ? "\",\n" : "\"\n");
        }

        var shape = $"{{{string.Join(", ", keys.Select(key => $"\"{key}\": \"\""))}}}";
        return new Question("fields", Wordings.Pick(dice, Wordings.Fields, shape), answer.Plain("}\n```").Pieces);
    }

    private static IEnumerable<(string Text, string? Key, string? Value, int Size)> Receipt(Dice dice, int height)
    {
        var company = string.Join(' ', Enumerable.Range(0, dice.Between(1, 2)).Select(_ => Words.Capitalised(Words.One(dice))));
        company = dice.Chance(0.3) ? company.ToUpperInvariant() : company;
        company = company[..Math.Min(company.Length, 14)].Trim();
        var (date, total, gap) = (Words.Date(dice), dice.Pick(["", "$", ""]) + Words.Amount(dice), dice.Pick([": ", " ", "  "]));
        yield return (company, "company", company, dice.Between(14, 20));
        var small = dice.HeldOut || dice.Chance(0.6) ? 12 : 10;
        yield return (dice.Pick(["", "Date" + gap]) + date, "date", date, dice.Between(small, 16));
        for (var items = dice.Between(0, height > 112 ? 3 : 1); items > 0; items--)
        {
            var item = Words.Capitalised(Words.One(dice));
            yield return ($"{item[..Math.Min(item.Length, 8)]} {Words.Amount(dice, 99)}", null, null, dice.Between(small, 16));
        }

        yield return (dice.Pick(["Total", "TOTAL", "Total"]) + gap + total, "total", total, dice.Between(13, 18));
    }

    private static IEnumerable<(string Text, string? Key, string? Value, int Size)> Form(Dice dice, int height)
    {
        var size = dice.Between(dice.HeldOut || dice.Chance(0.6) ? 12 : 10, 17);
        foreach (var key in dice.Some(FormKeys, dice.Between(2, height > 112 ? 5 : 3)))
        {
            var value = key switch
            {
                "date" => Words.Date(dice),
                "price" => Words.Amount(dice),
                "time" => $"{dice.Between(0, 23):00}:{dice.Between(0, 59):00}",
                "room" or "size" => $"{dice.Between(1, 999)}",
                "phone" => $"{dice.Between(100, 999)} {dice.Between(1000, 9999)}",
                "email" => $"{Words.One(dice)}@{Words.One(dice)}.com",
                "code" => $"{(char)('A' + dice.Between(0, 25))}{dice.Between(10, 9999)}",
                "address" => $"{dice.Between(1, 99)} {Words.Capitalised(Words.One(dice))}",
                _ => Words.Capitalised(Words.One(dice)),
            };
            yield return ($"{Words.Capitalised(key)}{dice.Pick([": ", ": ", "  "])}{value}", key, value, size);
        }
    }
}
