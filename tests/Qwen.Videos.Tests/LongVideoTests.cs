using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Qwen.Testing;
using Qwen.Videos;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Videos.Tests;

/// <summary>An hour of film whose frame rate changes, and a model that reads what happens from the frames it is sent.</summary>
public class LongVideoTests(ITestOutputHelper output)
{
    private const double Length = 3660;
    private const int Events = 36, FirstDecoy = 200, EveryDecoy = 6;

    [Fact]
    public async Task Every_event_of_an_hour_is_found_within_one_sampling_step()
    {
        using var film = new Film();
        var (frames, events) = Draw();
        await film.WriteAsync("hour.mkv", frames);
        output.WriteLine(
            $"{frames.Count} frames, {new FileInfo(film.File("hour.mkv")).Length / 1024} KiB, {events.Count} events, "
            + $"{Events / EveryDecoy} decoys");

        long decoded = 0, sampled = 0, baseline = GC.GetTotalMemory(forceFullCollection: true);
        using var meter = new MeterListener { InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name.StartsWith("qwen.video.", StringComparison.Ordinal))
                listener.EnableMeasurementEvents(instrument);
        } };
        meter.SetMeasurementEventCallback<long>((instrument, value, _, _) =>
            Interlocked.Add(ref instrument.Name.EndsWith("decoded_frames", StringComparison.Ordinal) ? ref decoded : ref sampled, value));
        meter.Start();
        var memory = new List<long>();
        using var client = new WatchingClient((seen, question) =>
        {
            memory.Add(GC.GetTotalMemory(forceFullCollection: memory.Count % 20 == 0) - baseline);
            return Answer(seen, question);
        });
        var progress = new List<VideoProgress>();
        var plugin = new VideosTasks(client, new QwenVideoOptions { AllowedFolders = [film.Folder] });

        var found = new List<FoundEvent>();
        var requestsAtFirst = 0;
        await foreach (var hit in plugin.FindAsync(
            film.File("hour.mkv"), "a marked event", search: new VideoSearchOptions { WindowFrames = 128 },
            progress: new Listener(progress.Add),
            cancellationToken: TestContext.Current.CancellationToken))
        {
            if (found.Count == 0)
                requestsAtFirst = client.Requests;
            found.Add(hit);
        }

        var errors = found.Zip(events)
            .SelectMany(pair => new[] { Math.Abs(pair.First.Start - pair.Second.Start), Math.Abs(pair.First.End - pair.Second.End) });
        output.WriteLine(
            $"{found.Count} found, the first after {requestsAtFirst} of {client.Requests} questions, {client.Frames} frames seen");
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"largest error {errors.Max():0.###} s, mean {errors.Average():0.####} s; "
                + $"largest step {found.Max(hit => hit.Precision):0.###} s"));
        output.WriteLine(
            $"managed memory above the start, collected: {memory.Where((_, i) => i % 20 == 0).Max() / 1024} KiB at most; "
            + $"working set peak {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB");
        output.WriteLine(sampled > 0
            ? $"{decoded} frames decoded for {sampled} sampled: {(double)decoded / sampled:0.##} each"
            : "decoded frames are not counted");

        Assert.Equal(events.Count, found.Count);
        for (var i = 0; i < events.Count; i++)
        {
            Assert.InRange(found[i].Start, events[i].Start - found[i].Precision, events[i].Start + found[i].Precision);
            Assert.InRange(found[i].End, events[i].End - found[i].Precision, events[i].End + found[i].Precision);
            Assert.True(found[i].Verified);
            Assert.InRange(found[i].Frame.Seconds, events[i].Start - 1e-3, events[i].End + 1e-3);
        }

        Assert.True(requestsAtFirst < client.Requests / 10, "The first event has to come long before the search ends.");
        Assert.True(memory.Where((_, i) => i % 20 == 0).Max() < 32 << 20, "Memory grows with the film.");
        Assert.True(sampled == 0 || decoded <= 8 * sampled, $"{decoded} frames were decoded for {sampled}.");
        Assert.Equal(1, progress[^1].Fraction);
        Assert.Equal(events.Count, progress[^1].Found);
        Assert.Equal(progress.Where(p => p.Stage == "Searching").OrderBy(p => p.Position), progress.Where(p => p.Stage == "Searching"));
        Assert.All(progress.Where(p => p.Position > 0), p => Assert.NotNull(p.TimeLeft));
    }

    [Fact]
    public async Task A_search_stops_within_one_step()
    {
        using var film = new Film();
        await film.WriteAsync("long.mkv", [.. Enumerable.Range(0, 1200).Select(i => new FilmFrame(i, i, 0))]);
        using var stop = new CancellationTokenSource();
        using var client = new WatchingClient((_, _) => "The described content is not in the video.");
        var plugin = new VideosTasks(client, new QwenVideoOptions { AllowedFolders = [film.Folder] });
        var search = plugin.FindAsync(film.File("long.mkv"), "anything", progress: new Listener(_ =>
        {
            if (client.Requests == 3)
                stop.Cancel();
        }), cancellationToken: stop.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await search.ToListAsync(stop.Token));
        Assert.Equal(3, client.Requests);
    }

    private static (List<FilmFrame> Frames, List<(double Start, double End)> Events) Draw()
    {
        var random = new Random(2026);
        double[] rates = [2, 1, 5, 0.5, 3, 1, 2, 4, 1, 2.5, 1, 2];
        var slot = Length / Events;
        var planned = new List<(double Start, double End, int Id)>();
        for (var i = 0; i < Events; i++)
        {
            var start = slot * i + random.Next(50, 600) / 10.0;
            planned.Add((start, start + random.Next(60, 250) / 10.0, i + 1));
            if (i % EveryDecoy == 0)
                planned.Add((slot * i + 92, slot * i + 97, FirstDecoy + i));
        }

        var frames = new List<FilmFrame>();
        for (double time = 0; time < Length; time = Math.Round(time + 1 / rates[(int)(time / Length * rates.Length)], 3))
            frames.Add(new FilmFrame(time, frames.Count, planned.FirstOrDefault(e => e.Start <= time && time < e.End).Id));

        // what can be seen: from the first frame that shows it to the first that does not any more
        var events = new List<(double, double)>();
        for (var id = 1; id <= Events; id++)
        {
            var first = frames.FindIndex(frame => frame.Event == id);
            events.Add((frames[first].Seconds, frames[frames.FindLastIndex(frame => frame.Event == id) + 1].Seconds));
        }

        return (frames, events);
    }

    /// <summary>At first sight decoys look like events; asked whether it is one indeed, the model knows better.</summary>
    private static string Answer(IReadOnlyList<VideoFrame> seen, string question)
    {
        int[] shown = [.. seen.Select(frame => FilmFrame.ReadEvent(frame.Picture))];
        if (question.Contains("Answer yes or no", StringComparison.Ordinal))
            return shown.Any(id => id is > 0 and < FirstDecoy) ? "Yes, it does." : "No.";
        var ranges = new List<string>();
        for (var i = 0; i < shown.Length; i++)
        {
            var from = i;
            while (i + 1 < shown.Length && shown[i + 1] == shown[from])
                i++;
            if (shown[from] != 0)
                ranges.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{seen[from].Seconds:0.00} - {seen[Math.Min(i + 1, seen.Count - 1)].Seconds:0.00} seconds"));
        }

        return ranges.Count > 0
            ? $"The given query happens in {string.Join(" and in ", ranges)}."
            : "The described content does not occur in the video.";
    }

    private sealed class Listener(Action<VideoProgress> heard) : IProgress<VideoProgress>
    {
        public void Report(VideoProgress value) => heard(value);
    }
}
