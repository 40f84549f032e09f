using Qwen.DemoModel.Drawing;
using SkiaSharp;

namespace Qwen.DemoModel.Tasks;

/// <summary>Coloured shapes: boxes, points, all of a kind, how many, absent ones, colours, a sentence about everything.</summary>
internal sealed class SceneTask : ITask
{
    /// <inheritdoc/>
    public Picture Draw(Dice dice, int width, int height)
    {
        var (paper, colours) = Paper(dice);
        using var canvas = new Canvas(dice, width, height, paper);
        var most = (width * height) switch { <= 112 * 112 => 5, <= 112 * 224 => 6, <= 224 * 224 => 8, _ => 10 };
        var count = Math.Min(most, dice.Pick([1, 2, 2, 3, 3, 4, 5, 6, 7, 8, 10]));
        var shapes = dice.Chance(0.4) ? dice.Some(ThingClass.Shapes, 2) : [.. ThingClass.Shapes];
        if (dice.Chance(0.4))
            colours = dice.Some(colours, 2);

        var largest = Math.Min(Math.Min(width, height) * 0.3f, 60);
        var taken = new List<SKRect>();
        for (var tries = 0; taken.Count < count && tries < count * 25; tries++)
        {
            var radius = dice.Real(9.5, count <= 3 ? largest : Math.Max(12, largest * 0.62));
            var centre = new SKPoint(dice.Real(radius + 1, width - radius - 2), dice.Real(radius + 1, height - radius - 2));
            var place = new SKRect(centre.X - radius - 2, centre.Y - radius - 2, centre.X + radius + 2, centre.Y + radius + 2);
            if (taken.Any(other => other.IntersectsWith(place)))
                continue;
            taken.Add(place);
            Add(dice, canvas, paper, dice.Pick(shapes), dice.Pick(colours), centre, radius);
        }

        var rgb = canvas.Pixels(Touches.Noise(dice));
        Touches.Light(dice, rgb);
        return new Picture(width, height, [rgb], [canvas.Mask()]) { Things = [.. canvas.Things], KnowsThings = true, KnowsColours = true };
    }

    /// <inheritdoc/>
    public Question? Ask(Dice dice, Picture picture, string? kind = null) => (kind ?? dice.Weighted(
        (0.25, "box"), (0.1, "point"), (0.1, "absent"), (0.26, "boxes"), (0.04, "points"), (0.17, "count"), (0.03, "colour"),
        (0.03, "describe"), (0.02, "countboxes"))) switch
    {
        "box" => AskOne(dice, picture, "box", Wordings.Box, whole: kind is not null),
        "point" => AskOne(dice, picture, "point", Wordings.Point, whole: kind is not null),
        "absent" => AskAbsent(dice, picture),
        "boxes" => AskAll(dice, picture, "boxes", kind is null && dice.Chance(0.08) ? Wordings.DescribeEach : Wordings.Boxes),
        "points" => AskAll(dice, picture, "points", Wordings.Points),
        "count" => AskCount(dice, picture),
        "countboxes" => AskCountAfterBoxes(dice, picture),
        "colour" => AskColour(dice, picture),
        _ => Describe(dice, picture),
    };

    /// <summary>A background, and the colours that can be told from it.</summary>
    public static (SKColor Paper, List<string> Colours) Paper(Dice dice)
    {
        while (true)
        {
            var paper = dice.Weighted<Func<SKColor>>(
                (0.35, () => Shade.Near(dice, new SKColor(235, 235, 235), 16)), (0.3, () => Shade.Any(dice, 150, 235)),
                (0.2, () => Shade.Near(dice, new SKColor(45, 45, 50), 20)), (0.15, () => Shade.Any(dice, 60, 170)))();
            var colours = Shade.Names.Where(name => Shade.Distance(Shade.Of(name), paper) > 110).ToList();
            if (colours.Count >= 4)
                return (paper, colours);
        }
    }

    /// <summary>Draws one shape.</summary>
    public static Thing? Add(Dice dice, Canvas canvas, SKColor paper, string shape, string colour, SKPoint centre, float radius)
    {
        var fill = Shade.Near(dice, Shade.Of(colour), 18);
        if (Shade.Distance(fill, paper) < 80)
            fill = Shade.Of(colour);
        return canvas.Draw(fill, box => Describe(shape, colour, box), (sheet, paint) => Shapes.Draw(sheet, paint, shape, centre, radius));
    }

    /// <summary>A shape as a thing.</summary>
    public static Thing Describe(string shape, string colour, Box box)
        => new(ThingClass.Of(shape), Array.IndexOf(Shade.Names, colour) + 1, $"{colour} {shape}", box)
        {
            Calls = [$"{colour} {shape}", shape, $"{colour} object"]
        };

    private static IEnumerable<Thing> Reading(IEnumerable<Thing> things) =>
        things.OrderBy(thing => thing.Box.Top).ThenBy(thing => thing.Box.Left);

    private static Question? AskOne(Dice dice, Picture picture, string kind, string[] wordings, bool whole)
    {
        // names that only one thing has, the exact ones more often
        double[] weights = [1, 0.25, 0.15];
        var candidates = picture.Things.SelectMany(
            thing => thing.Calls.Select((name, i) => (Weight: weights[i], Choice: (Thing: thing, Name: name))))
            .Where(candidate => picture.Things.Count(thing => thing.Calls.Contains(candidate.Choice.Name)) == 1).ToArray();
        if (candidates.Length == 0)
            return null;
        var (target, name) = dice.Weighted(candidates);
        var cut = !whole && dice.Chance(0.6);
        return new Question(kind, Wordings.Pick(dice, wordings, name), Listed(picture, [(target, name)], kind == "point", cut))
        {
            IsWhole = !cut,
            Target = target
        };
    }

    private static Question? AskAbsent(Dice dice, Picture picture)
    {
        var present = picture.Things.SelectMany(thing => thing.Calls).ToHashSet();
        for (var tries = 0; tries < 20; tries++)
        {
            // seven in ten share the colour or the shape with something that is there
            var near = dice.Pick(picture.Things).Name.Split(' ');
            var name = dice.Chance(0.7)
                ? dice.Chance(0.5) ? $"{near[0]} {dice.Pick(ThingClass.Shapes)}" : $"{dice.Pick(Shade.Names)} {near[1]}"
                : dice.Chance(0.5) ? $"{dice.Pick(Shade.Names)} {dice.Pick(ThingClass.Shapes)}" : dice.Pick(ThingClass.Shapes);
            if (!present.Contains(name))
                return new Question(
                    "absent",
                    Wordings.Pick(dice, dice.Chance(0.6) ? Wordings.Box : Wordings.Boxes, name),
                    AnswerText.List([], "", "").Pieces);
        }

        return null;
    }

    private static Question? AskAll(Dice dice, Picture picture, string kind, string[] wordings)
    {
        var (name, asked) = Group(dice, picture, picture.Things.Count <= 4 ? 0.3 : 0);
        return asked.Count > 5 ? null : new Question(
            kind, Wordings.Pick(dice, wordings, name), Listed(picture, [.. asked.Select(thing => (thing, thing.Name))], kind == "points"));
    }

    private static (string Name, List<Thing> Things) Group(Dice dice, Picture picture, double all)
    {
        var name = dice.Chance(all) ? "item" : dice.Pick(dice.Pick(picture.Things).Calls);
        return (name, [.. Reading(picture.Things.Where(thing => name == "item" || thing.Calls.Contains(name)))]);
    }

    private static Question AskCount(Dice dice, Picture picture)
    {
        var (name, asked) = dice.Chance(0.2) && dice.Pick(ThingClass.Shapes) is var shape
            ? (shape, [.. picture.Things.Where(thing => thing.Calls.Contains(shape))])
            : Group(dice, picture, 0.25);
        var answer = Sentence(new AnswerText(), asked.Count, name);
        return new Question("count", Wordings.Pick(dice, Wordings.Count, name), answer.Pieces);
    }

    private static Question? AskCountAfterBoxes(Dice dice, Picture picture)
    {
        var (name, asked) = Group(dice, picture, 0.25);
        if (asked.Count > 3)
            return null;
        var answer = new AnswerText();
        foreach (var piece in Listed(picture, [.. asked.Select(thing => (thing, thing.Name))], points: false))
            answer.Add(piece.Text, piece.Weight, piece.Units);
        answer.Plain("\n\n");
        return new Question("countboxes", Wordings.Pick(dice, Wordings.CountAfterBoxes, name), Sentence(answer, asked.Count, name).Pieces);
    }

    private static AnswerText Sentence(AnswerText answer, int count, string name)
        => answer.Add(count == 1 ? "There is " : "There are ", count < 2 ? 1 : AnswerText.Label)
            .Seen($"{count}")
            .Add($" {name}{(count == 1 ? "" : "s")} in the image.", 0.15f);

    private static Question? AskColour(Dice dice, Picture picture)
    {
        var target = dice.Pick(picture.Things);
        var (colour, shape) = (target.Name.Split(' ')[0], target.Calls[1]);
        if (picture.Things.Count(thing => thing.Calls.Contains(shape)) != 1)
            return null;
        var units = picture.UnitsOf(target);
        return new Question(
            "text",
            Wordings.Pick(dice, Wordings.Colour, shape),
            new AnswerText().Plain($"The {shape} is ", units).Seen(colour, units).Plain(".").Pieces);
    }

    private static Question? Describe(Dice dice, Picture picture)
    {
        var things = Reading(picture.Things).ToList();
        if (things.Count > 5)
            return null;
        var answer = new AnswerText().Plain("The image shows ");
        for (var i = 0; i < things.Count; i++)
        {
            var name = things[i].Name;
            answer.Seen(
                (i == 0 ? "" : i + 1 < things.Count ? ", " : " and ") + (name[0] == 'o' ? "an " : "a ") + name, picture.UnitsOf(things[i]));
        }

        return new Question("text", Wordings.Pick(dice, Wordings.Describe), answer.Seen(".").Pieces);
    }

    private static IReadOnlyList<Piece> Listed(Picture picture, List<(Thing Thing, string Label)> rows, bool points, bool cut = false)
        => AnswerText.List(
            [.. rows.Select(row => (
                points ? AnswerText.Numbers(row.Thing.Box.CentreX, row.Thing.Box.CentreY) : AnswerText.Numbers(row.Thing.Box),
                (IReadOnlyList<int>)picture.UnitsOf(row.Thing),
                (Action<AnswerText>)(answer => answer.Add(AnswerText.Json(row.Label), AnswerText.Label, picture.UnitsOf(row.Thing)))))],
            points ? "point_2d" : "bbox_2d", "label", cut).Pieces;
}
