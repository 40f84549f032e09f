using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI;
using Qwen.Testing;
using Qwen.Videos;
using Qwen.Videos.Spans;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Videos.Tests;

/// <summary>The demo model searches a film of what it knows: coloured shapes that appear for a few seconds.</summary>
public class DemoFilmTests(ITestOutputHelper output)
{
    private const int Area = ShapeFilm.Edge * ShapeFilm.Edge;
    private const int Seconds = 180;

    // what the model was trained for: 16 frames of 56 × 56 at 2 a second, and questions about what is there
    // in a video; whether it is there at all it can tell of a picture only
    private static readonly QwenVideoOptions Options = new()
    {
        MinPixels = Area,
        MaxPixels = Area,
        Prompts = new VideoPrompts
        {
            Moment = "Give the query: 'the {0} is visible', when does the described content occur in the video? Use "
                + "seconds for time format.",
            Verify = "Locate the {0}, report the bbox coordinates in JSON format.",
        },
    };

    private static readonly VideoSearchOptions Search = new()
    {
        CoarseFps = 2, WindowFrames = 16, OverlapFrames = 8, FineFps = 2, Verify = VideoVerification.KeyFrame, KeyFramePixels = 4 * Area,
    };

    [Fact]
    public async Task Neighbouring_windows_and_repeated_questions_use_what_was_encoded()
    {
        using var film = new Film();
        await film.WriteAsync("codes.mkv", [.. Enumerable.Range(0, 60).Select(i => new FilmFrame(i / 2.0, 1000 + i, 0))]); // no frame twice
        using var model = await LoadAsync();
        using var chat = new QwenChatClient(model);
        using var video = await OpenVideo.OpenAsync(film.File("codes.mkv"), cancellationToken: TestContext.Current.CancellationToken);
        var asker = new WindowAsker(chat, Options);
        var windows = WindowPlan.Cover(video, 0, 30, fps: 2, frames: 16, overlap: 8, Options);
        var usage = new List<UsageDetails>();
        var sliceCounts = new List<int>();
        foreach (var window in windows)
        {
            foreach (var question in new[] { "red circle", "red circle", "green square" })
            {
                var answer = await asker.AskAsync(
                    video, window, string.Format(null, Options.Prompts.Moment, question), TestContext.Current.CancellationToken);
                usage.Add(answer.Usage!);
                sliceCounts.Add(answer.Sample.Frames.Count / 2);
                output.WriteLine(
                    $"{window.Start,4} s, {question}: encoded {Encoded(answer.Usage!)} of {answer.Sample.Frames.Count / 2} slices, "
                    + $"{answer.Usage!.CachedInputTokenCount} of {answer.Usage.InputTokenCount} tokens from the cache");
            }
        }

        for (var i = 0; i < usage.Count; i++)
        {
            // the first window encodes all its slices, the next only those that it does not share, a question more none
            var shared = i == 0 ? 0 : 4;
            Assert.Equal((i, i % 3 == 0 ? sliceCounts[i] - shared : 0L), (i, Encoded(usage[i])));
            if (i % 3 > 0)
                Assert.True(
                    usage[i].CachedInputTokenCount > usage[i].AdditionalCounts![QwenPropertyNames.VisionTokens],
                    $"request {i}: {usage[i].CachedInputTokenCount} tokens from the cache");
        }

        static long Encoded(UsageDetails usage) => usage.AdditionalCounts![QwenPropertyNames.EncodedSlices];
    }

    [Fact]
    public async Task Recall_precision_and_overlap()
    {
        using var film = new Film();
        var events = ShapeFilm.Plan(new Random(11), Seconds);
        await ShapeFilm.WriteAsync(film, "shapes.mkv", events, Seconds);
        using var model = await LoadAsync();
        using var chat = new QwenChatClient(model);
        var plugin = new VideosTasks(chat, Options with { AllowedFolders = [film.Folder] });

        int found = 0, right = 0, wanted = 0;
        var overlaps = new List<double>();
        foreach (var name in events.Select(e => e.Name).Distinct().Take(2).ToList())
        {
            var truth = events.Where(e => e.Name == name).ToList();
            wanted += truth.Count;
            var missed = truth.ToHashSet();
            await foreach (var hit in plugin.FindAsync(
                film.File("shapes.mkv"), name, search: Search, cancellationToken: TestContext.Current.CancellationToken))
            {
                found++;
                var best = truth.Max(e => Overlap(hit, e));
                output.WriteLine(FormattableString.Invariant(
                    $"{name}: {hit.Start:0.0}-{hit.End:0.0} confidence {hit.Confidence:0.000} IoU {best:0.00}"));
                right += best >= 0.5 ? 1 : 0;
                missed.RemoveWhere(e => Overlap(hit, e) >= 0.5);
                if (best >= 0.5)
                    overlaps.Add(best);
            }

            foreach (var e in missed)
                output.WriteLine($"missed: {e}");
        }

        output.WriteLine($"recall {right} of {wanted}, precision {right} of {found}, mean IoU {overlaps.DefaultIfEmpty().Average():0.00}");
        Assert.True(right >= 0.7 * wanted, $"{right} of {wanted} found");
        Assert.True(right >= 0.7 * found, $"{right} of {found} right");
        Assert.True(overlaps.Average() >= 0.8);
    }

    [Fact]
    public async Task Windows_that_are_asked_about_together_give_what_they_give_one_by_one()
    {
        const int length = 40;
        using var film = new Film();
        var events = ShapeFilm.Plan(new Random(12), length);
        await ShapeFilm.WriteAsync(film, "shapes.mkv", events, length);
        using var model = await LoadAsync();
        using var chat = new QwenChatClient(model);
        var results = new List<string>();
        foreach (var atOnce in new int?[] { 1, null, 8 })
        {
            var tasks = new VideosTasks(chat, Options with { AllowedFolders = [film.Folder], WindowsAtOnce = atOnce, MaxFrames = 16 });
            var found = new List<FoundEvent>();
            await foreach (var hit in tasks.FindAsync(
                film.File("shapes.mkv"), events[0].Name, search: Search, cancellationToken: TestContext.Current.CancellationToken))
                found.Add(hit);
            var listed = await tasks.ListEventsAsync(film.File("shapes.mkv"), cancellationToken: TestContext.Current.CancellationToken);
            results.Add(JsonSerializer.Serialize((object[])[found, listed]));
        }

        Assert.True(model.SharesPasses);
        Assert.Equal(results[0], results[1]);
        Assert.Equal(results[0], results[2]);
    }

    private static double Overlap(FoundEvent hit, ShapeFilm.Shape e)
    {
        var shared = Math.Min(hit.End, e.End) - Math.Max(hit.Start, e.Start);
        return shared <= 0 ? 0 : shared / (Math.Max(hit.End, e.End) - Math.Min(hit.Start, e.Start));
    }

    private static Task<QwenModel> LoadAsync() => QwenModel.LoadAsync(
        RepositoryFiles.DemoCheckpoint, new QwenModelOptions { Device = "cpu", Threads = 2, Precision = QwenPrecision.Float32 });
}
