using System.Globalization;
using Qwen.DemoModel.Drawing;
using Qwen.Videos;
using SkiaSharp;

namespace Qwen.DemoModel.Tasks;

/// <summary>Short clips at several frame rates: shapes come and go. When is one visible; what happens, in order.</summary>
internal sealed class ClipTask : ITask
{
    /// <summary>Frames that one temporal patch joins.</summary>
    private const int FramesPerSlice = 2;

    private static readonly VideoPrompts Prompts = new();

    // text at an edge that is not asked about, and from which frame on
    private sealed record Sign(string Text, int From, SKPoint Place, SKTypeface Face, float Size, SKColor Ink);

    private sealed record Actor(string Shape, string Colour, int From, int Until, float Radius, SKPoint Start, SKPoint Step);

    /// <inheritdoc/>
    public Picture Draw(Dice dice, int width, int height)
    {
        var (paper, colours) = SceneTask.Paper(dice);
        int slices = dice.Between(3, 8), count = dice.Pick([1, 1, 2]);
        var actors = new List<Actor>();
        while (actors.Count < count)
        {
            var (shape, colour) = (dice.Pick(ThingClass.Shapes), dice.Pick(colours));
            if (actors.Any(other => other.Shape == shape && other.Colour == colour))
                continue;
            var from = dice.Between(0, slices - 1);
            float radius = dice.Real(9, count > 1 ? 13 : 22), room = count == 1 ? width / 2f : width / 4f;
            var middle = count == 1 ? width / 2f : actors.Count == 0 ? width / 4f + 1 : width * 3 / 4f - 1;
            var start = new SKPoint(middle + dice.Real(-1, 1) * Math.Max(0, room - radius - 2), dice.Real(radius + 1, height - radius - 2));
            var step = dice.Chance(0.5) ? new SKPoint(dice.Real(-0.5, 0.5), dice.Real(-1.2, 1.2)) : SKPoint.Empty;
            actors.Add(new Actor(shape, colour, from, dice.Between(from + 1, slices), radius, start, step));
        }

        var signs = dice.Chance(0.35) ? Signs(dice, paper, width, height, slices * FramesPerSlice) : [];
        var (frames, masks, things) = (new List<byte[]>(), new List<byte[]>(), new Thing[count]);
        var (shadeSeed, noise, light) = (dice.Seed(), Touches.Noise(dice), dice.Seed());
        for (var frame = 0; frame < slices * FramesPerSlice; frame++)
        {
            var shades = new Dice(shadeSeed, dice.HeldOut); // the same colours in every frame
            using var canvas = new Canvas(shades, width, height, paper, plain: true);
            if (signs.LastOrDefault(sign => sign.From <= frame) is { } sign)
                DrawSign(canvas, sign);
            using var numbers = DrawFrame(canvas, shades, paper, actors, frame, things);
            var rgb = canvas.Pixels(noise);
            Touches.Light(new Dice(light, dice.HeldOut), rgb);
            frames.Add(rgb);
            if (frame % FramesPerSlice == 0)
                masks.Add(numbers.Mask());
        }

        return new Picture(width, height, frames, masks)
        {
            IsVideo = true, SecondsPerGrid = dice.Pick([0.5, 1, 1, 2]), Things = things, KnowsThings = true, KnowsColours = true,
        };
    }

    /// <inheritdoc/>
    public Question? Ask(Dice dice, Picture picture, string? kind = null) =>
        (kind ?? dice.Weighted((0.37, "moment"), (0.4, "events"), (0.13, "verify"), (0.07, "caption"), (0.03, "describe"))) switch
        {
            "moment" => AskMoment(dice, picture),
            "events" => AskEvents(dice, picture),
            "verify" => AskWhether(dice, picture),
            "caption" => AskCaption(picture),
            _ => new Question("text", Prompts.Describe, Shown(new AnswerText(), picture).Plain(".").Pieces),
        };

    // one or two texts, one after the other
    private static List<Sign> Signs(Dice dice, SKColor paper, int width, int height, int frames)
    {
        var (face, size, atTop) = (Fonts.Any(dice), dice.Real(5, 9), dice.Chance(0.4));
        var place = new SKPoint(dice.Real(1, width / 3f), atTop ? size : height - dice.Real(1, 3));
        var ink = Shade.Brightness(paper) > 128 ? Shade.Any(dice, 0, 60) : Shade.Any(dice, 195, 255);
        return
        [
            .. Enumerable.Range(0, dice.Between(1, 2)).Select(i => new Sign(
                Words.Line(dice, 10), i == 0 ? 0 : dice.Between(1, frames - 1), place, face, size, ink))
        ];
    }

    private static void DrawSign(Canvas canvas, Sign sign)
    {
        using var paint = new SKPaint { IsAntialias = true, Color = sign.Ink };
        using var font = new SKFont(sign.Face, sign.Size);
        canvas.Colours.DrawText(sign.Text, sign.Place.X, sign.Place.Y, font, paint);
    }

    // held-out questions are of the kind that the published table was made with: what is asked for is there
    private static Question AskMoment(Dice dice, Picture picture)
    {
        var thing = dice.Pick(picture.Things);
        if (!dice.HeldOut && dice.Chance(0.15) && Alike(dice, thing) is var name && picture.Things.All(other => other.Name != name))
        {
            return new Question("moment", MomentOf(dice, name), new AnswerText()
                .Plain("The given query ").Seen("does not happen").Add(" in the video.", AnswerText.Label).Pieces);
        }

        var (first, last) = (picture.UnitsOf(thing, thing.From), picture.UnitsOf(thing, thing.Until - 1));
        var answer = new AnswerText().Plain("The given query happens in ").Seen(Seconds(thing.From * picture.SecondsPerGrid), first)
            .Plain(" - ", last).Seen(Seconds(thing.Until * picture.SecondsPerGrid), last).Add(" seconds.", AnswerText.Label);
        return new Question("moment", MomentOf(dice, thing.Name), answer.Pieces);
    }

    private static string MomentOf(Dice dice, string name) => Wordings.Pick(
        dice, Wordings.Moment, dice.Pick(Wordings.MomentQueries).Replace("{x}", name, StringComparison.Ordinal));

    // shares the colour or the shape
    private static string Alike(Dice dice, Thing thing)
    {
        var (colour, shape) = (thing.Name.Split(' ')[0], thing.Name.Split(' ')[1]);
        return dice.Chance(0.5) ? $"{dice.Pick(Shade.Names)} {shape}" : $"{colour} {dice.Pick(ThingClass.Shapes)}";
    }

    private static Question AskEvents(Dice dice, Picture picture)
    {
        var things = picture.Things.OrderBy(thing => thing.From).ThenBy(thing => thing.Until).ToList();
        var answer = new AnswerText().Plain("```json\n[\n");
        for (var i = 0; i < things.Count; i++)
        {
            var (thing, from, until) = (things[i], things[i].From, things[i].Until);
            var (first, last) = (picture.UnitsOf(thing, from), picture.UnitsOf(thing, until - 1));
            answer.Seen("    {\"start_time\": \"", first)
                .Seen(Clock(from * picture.SecondsPerGrid), first)
                .Plain("\", \"end_time\": \"", last)
                    .Seen(Clock(until * picture.SecondsPerGrid), last)
                .Plain("\", \"description\": \"", first)
                .Seen("A " + thing.Name, first)
                        .Add(" is visible.", AnswerText.Label).Seen(i + 1 < things.Count ? "\"},\n" : "\"}\n]\n");
        }

        return new Question("events", Wordings.Pick(dice, Wordings.Events), answer.Plain("```").Pieces);
    }

    // half of what is asked for is there
    private static Question AskWhether(Dice dice, Picture picture)
    {
        var thing = dice.Pick(picture.Things);
        var name = dice.Chance(0.5) ? thing.Name : Alike(dice, thing);
        var shown = picture.Things.FirstOrDefault(other => other.Name == name);
        var prompt = string.Format(CultureInfo.InvariantCulture, Prompts.Verify, dice.Pick([name, $"a {name}", $"the {name} is visible"]));
        return new Question(
            "text", prompt, new AnswerText().Seen(shown is null ? "No" : "Yes", picture.UnitsOf(shown ?? thing)).Plain(".").Pieces);
    }

    private static Question AskCaption(Picture picture)
    {
        var answer = Shown(new AnswerText().Plain("```json\n{\n    \"summary\": \""), picture)
            .Plain(".\",\n    \"setting\": \"a plain background\",\n    \"subjects\": [");
        for (var i = 0; i < picture.Things.Count; i++)
            answer.Plain(i == 0 ? "\"" : ", \"")
                .Add(picture.Things[i].Name, AnswerText.Label, picture.UnitsOf(picture.Things[i]))
                .Seen("\"");
        return new Question(
            "text",
            Prompts.Caption,
            answer.Seen("]").Plain(",\n    \"actions\": [\"is visible\"],\n    \"text\": [],\n    \"camera\": \"still\"\n}\n```").Pieces);
    }

    private static AnswerText Shown(AnswerText answer, Picture picture)
    {
        answer.Plain("The video shows ");
        for (var i = 0; i < picture.Things.Count; i++)
        {
            var name = picture.Things[i].Name;
            answer.Seen((i == 0 ? "" : " and ") + (name[0] == 'o' ? "an " : "a ") + name, picture.UnitsOf(picture.Things[i]));
        }

        return answer;
    }

    // draws what is visible, and returns a sheet in which every actor keeps its number in all frames
    private static Canvas DrawFrame(Canvas canvas, Dice shades, SKColor paper, List<Actor> actors, int frame, Thing[] things)
    {
        var numbers = new Canvas(shades, canvas.Width, canvas.Height, paper, plain: true);
        for (var i = 0; i < actors.Count; i++)
        {
            var actor = actors[i];
            var visible = frame >= actor.From * FramesPerSlice && frame < actor.Until * FramesPerSlice;
            var centre = new SKPoint(
                Math.Clamp(actor.Start.X + actor.Step.X * frame, actor.Radius + 1, canvas.Width - actor.Radius - 1),
                Math.Clamp(actor.Start.Y + actor.Step.Y * frame, actor.Radius + 1, canvas.Height - actor.Radius - 1));
            var outside = new SKPoint(-1000, -1000);
            var drawn = SceneTask.Add(shades, canvas, paper, actor.Shape, actor.Colour, visible ? centre : outside, actor.Radius);
            numbers.Stamp(i + 1, (sheet, paint) => Shapes.Draw(sheet, paint, actor.Shape, visible ? centre : outside, actor.Radius));
            if (drawn is not null)
                things[i] ??= drawn with { From = actor.From, Until = actor.Until };
        }

        return numbers;
    }

    private static string Seconds(double seconds) => seconds.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Clock(double seconds) => TimeSpan.FromSeconds(seconds).ToString(@"mm\:ss\.ff", CultureInfo.InvariantCulture);
}
