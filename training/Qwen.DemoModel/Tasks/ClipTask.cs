using System.Globalization;
using Qwen.DemoModel.Drawing;
using SkiaSharp;

namespace Qwen.DemoModel.Tasks;

/// <summary>Short clips at several frame rates: shapes come and go. When is one visible; what happens, in order.</summary>
internal sealed class ClipTask : ITask
{
    /// <summary>Frames that one temporal patch joins.</summary>
    private const int FramesPerSlice = 2;

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

        var (frames, masks, things) = (new List<byte[]>(), new List<byte[]>(), new Thing[count]);
        var (shadeSeed, noise, light) = (dice.Seed(), Touches.Noise(dice), dice.Seed());
        for (var frame = 0; frame < slices * FramesPerSlice; frame++)
        {
            var shades = new Dice(shadeSeed, dice.HeldOut); // the same colours in every frame
            using var canvas = new Canvas(shades, width, height, paper, plain: true);
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
    public Question? Ask(Dice dice, Picture picture, string? kind = null) => (kind ?? (dice.Chance(0.5) ? "moment" : "events")) == "moment" ? AskMoment(dice, picture) : AskEvents(dice, picture);

    private static Question AskMoment(Dice dice, Picture picture)
    {
        var thing = dice.Pick(picture.Things);
        var (first, last) = (picture.UnitsOf(thing, thing.From), picture.UnitsOf(thing, thing.Until - 1));
        var answer = new AnswerText().Plain("The given query happens in ").Seen(Seconds(thing.From * picture.SecondsPerGrid), first)
            .Plain(" - ", last).Seen(Seconds(thing.Until * picture.SecondsPerGrid), last).Add(" seconds.", AnswerText.Label);
        var query = dice.Pick(Wordings.MomentQueries).Replace("{x}", thing.Name, StringComparison.Ordinal);
        return new Question("moment", Wordings.Pick(dice, Wordings.Moment, query), answer.Pieces);
    }

    private static Question AskEvents(Dice dice, Picture picture)
    {
        var things = picture.Things.OrderBy(thing => thing.From).ThenBy(thing => thing.Until).ToList();
        var answer = new AnswerText().Plain("```json\n[\n");
        for (var i = 0; i < things.Count; i++)
        {
            var (thing, from, until) = (things[i], things[i].From, things[i].Until);
            var (first, last) = (picture.UnitsOf(thing, from), picture.UnitsOf(thing, until - 1));
            answer.Seen("    {\"start_time\": \"", first).Seen(Clock(from * picture.SecondsPerGrid), first).Plain("\", \"end_time\": \"", last)
                .Seen(Clock(until * picture.SecondsPerGrid), last).Plain("\", \"description\": \"", first).Seen("A " + thing.Name, first)
                .Add(" is visible.", AnswerText.Label).Seen(i + 1 < things.Count ? "\"},\n" : "\"}\n]\n");
        }

        return new Question("events", Wordings.Pick(dice, Wordings.Events), answer.Plain("```").Pieces);
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
