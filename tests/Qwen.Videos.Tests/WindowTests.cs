using System.Text.Json;
using CsCheck;
using Qwen.Shared.Answers;
using Qwen.Testing;
using Qwen.Videos;
using Qwen.Videos.Spans;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Videos.Tests;

public class WindowTests
{
    [Fact]
    public async Task Windows_that_overlap_show_the_very_same_pairs()
    {
        using var film = new Film();
        await film.WriteAsync("film.mkv", [.. Enumerable.Range(0, 600).Select(i => new FilmFrame(i / 10.0, i, 0))]);
        using var video = await OpenVideo.OpenAsync(film.File("film.mkv"), cancellationToken: TestContext.Current.CancellationToken);
        var windows = WindowPlan.Cover(video, 3.3, 57.1, fps: 1.7, frames: 16, overlap: 6, new QwenVideoOptions());
        Assert.Equal((3.3, 57.1), (windows[0].Start, windows[^1].End));
        (int, int)[]? before = null;
        foreach (var window in windows)
        {
            var sample = await WindowAsker.SampleAsync(video, window, TestContext.Current.CancellationToken);
            int[] numbers = [.. sample.Frames.Select(frame => FilmFrame.ReadNumber(frame.Picture))];
            Assert.Equal(
                numbers.Select(number => number / 10.0), sample.Frames.Select(frame => frame.Seconds), (a, b) => Math.Abs(a - b) < 2e-3);
            (int, int)[] pairs = [.. numbers.Chunk(2).Where(pair => pair.Length == 2).Select(pair => (pair[0], pair[1]))];
            if (window != windows[0] && window != windows[1]) // the first begins where the caller said
                Assert.Equal(3, pairs.Intersect(before!).Count());
            before = pairs;
        }
    }

    [Fact]
    public void A_window_survives_being_written_down()
    {
        var window = new VideoWindow { File = "a 'b'\n-c.mp4", Start = 1.25, End = 7.5, Fps = 1.7, MaxFrames = 16, MaxPixels = 50176 };
        var text = JsonSerializer.Serialize(window);
        Assert.Equal(window, JsonSerializer.Deserialize<VideoWindow>(text));
        Assert.StartsWith("{\"file\":", text, StringComparison.Ordinal);
    }

    [Fact]
    public void No_answer_leads_outside_what_was_seen() =>
        Gen.Select(
            Gen.Double[0, 1000],
            Gen.Int[1, 40],
            Gen.Double[0.2, 8],
            Gen.Int[-5000, 20_000].Select(n => n / 10.0),
            Gen.Int[-5000, 20_000].Select(n => n / 10.0)).Sample((first, count, fps, start, end) =>
        {
            var picture = new RgbImage(1, 1, new byte[3]);
            VideoFrame[] frames = [.. Enumerable.Range(0, count).Select(i => new VideoFrame(first + i / fps, picture))];
            var window = new VideoWindow { File = "a", Start = first, End = first + count / fps, Fps = fps };
            var answer = new WindowAnswer(
                new SampledWindow(window, frames, fps),
                FormattableString.Invariant($"[{{\"start_time\": {start}, \"end_time\": {end}}}]"), null, null, new RepairLog());
            foreach (var moment in MomentMapper.Map(answer, 10))
            {
                Assert.InRange(moment.Start, window.Start, window.End + 1e-9);
                Assert.InRange(moment.End, moment.Start, window.End + 1e-9);
            }

            var isOutside = Math.Max(start, end) < 0 || Math.Min(start, end) > count / fps + 1e-9;
            Assert.Equal(isOutside, answer.Notes.Sentences.Contains(MomentMapper.Outside));
        });

    [Fact]
    public void Hits_of_overlapping_windows_become_one_and_what_a_window_tells_apart_stays_apart()
    {
        var candidates = new List<Candidate>();
        Add(0, 8, (1, 2), (2.5, 4), (6, 8)); // the last is cut by the window's edge
        Add(6, 14, (6, 9), (13, 13.9));
        Add(14, 22, (14, 15), (20, 21)); // goes on where the window before was cut
        Assert.Equal(
            [(1, 2), (2.5, 4), (6, 9), (13, 15), (20, 21)], candidates.Select(candidate => (candidate.Start, candidate.End)).Order());
        Assert.Equal([1, 1, 1, 2, 2], candidates.Select(candidate => candidate.Answers.Count).Order());

        void Add(int from, int to, params (double Start, double End)[] hits)
        {
            VideoFrame[] frames =
            [
                .. Enumerable.Range(2 * from, 2 * (to - from)).Select(i => new VideoFrame(i / 2.0, new RgbImage(1, 1, new byte[3])))
            ];
            var sample = new SampledWindow(new VideoWindow { File = "a", Start = from, End = to }, frames, 2);
            var answer = new WindowAnswer(sample, "", null, null, new RepairLog());
            foreach (var (start, end) in hits)
                Candidate.Add(candidates, new Candidate(start, end, answer), gap: 0.5);
        }
    }
}
