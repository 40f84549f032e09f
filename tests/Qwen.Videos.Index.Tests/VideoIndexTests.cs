using Qwen.Screens;
using Qwen.Testing;
using Qwen.Videos;
using Qwen.Videos.Index;
using Qwen.VisionLanguage;
using SkiaSharp;

namespace Qwen.Videos.Index.Tests;

public class VideoIndexTests
{
    private static readonly VideoIndexOptions Options = new() { SegmentSeconds = ColourFilm.Seconds };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_film_is_indexed_once_and_found_by_its_words()
    {
        using var films = new ColourFilm();
        var path = films.Write("film.mkv", "red", "green", "blue", "yellow", "red");
        var client = ColourFilm.Watch();
        using var index = VideoIndex.Open(films.File("films.index"), client, options: Options);
        var reports = new List<VideoProgress>();
        var added = await index.AddAsync(path, new Reports(reports), Token);

        Assert.Equal((path, 5, 5), (added.File, added.Segments, added.Done));
        Assert.Equal(15, added.Duration, 0.01);
        Assert.Empty(added.Unreadable);
        Assert.Equal([0, 3, 6, 9, 12], index.GetSegments(path).Select(s => s.Start));
        Assert.All(index.GetSegments(path), s => Assert.InRange(s.KeyFrame, s.Start, s.End));
        Assert.Equal(6, reports.Count);
        Assert.Null(reports[0].TimeLeft);
        Assert.All(reports.Skip(1), r => Assert.NotNull(r.TimeLeft));
        Assert.Equal((1.0, 5, TimeSpan.Zero), (reports[^1].Fraction, reports[^1].Found, reports[^1].TimeLeft!.Value));
        Assert.Equal(5, client.Requests);

        await index.AddAsync(path, cancellationToken: Token);
        Assert.Equal(5, client.Requests);

        var found = await FindAsync(index, "painted red");
        Assert.Equal([0, 12], found.Select(m => m.Segment.Start).Order());
        Assert.All(found, m => Assert.Equal(("A wall painted red; wall", "RED STREET"), (m.Segment.Caption, m.Segment.Text.Single())));
        using var picture = SKBitmap.Decode(found[0].Picture.ToArray());
        Assert.True(picture.GetPixel(picture.Width / 2, picture.Height / 2) is { Red: > 200, Green: < 60, Blue: < 60 });
        Assert.Equal(5, (await FindAsync(index, "walls paint")).Count); // by their stems
        Assert.Single(await FindAsync(index, "\"green street\""));
        Assert.Empty(await FindAsync(index, "\"street green\""));
        Assert.Single(await FindAsync(index, "blue elephant")); // no moment has both
        Assert.Empty(await FindAsync(index, "elephant"));
        Assert.Equal(5, client.Requests);
    }

    [Fact]
    public async Task A_film_that_is_indexed_costs_no_model()
    {
        using var films = new ColourFilm();
        var path = films.Write("film.mkv", "red", "green");
        using (var index = VideoIndex.Open(films.File("films.index"), ColourFilm.Watch(), options: Options))
            await index.AddAsync(path, cancellationToken: Token);
        using var again = VideoIndex.Open(films.File("films.index"), new UnloadableClient(), options: Options);
        Assert.Equal(2, (await again.AddAsync(path, cancellationToken: Token)).Done);
    }

    [Fact]
    public async Task Verified_moments_are_those_that_the_frames_show()
    {
        using var films = new ColourFilm();
        var path = films.Write("film.mkv", "red", "green", "blue");
        var client = ColourFilm.Watch();
        using var index = VideoIndex.Open(films.File("films.index"), client, options: Options);
        await index.AddAsync(path, cancellationToken: Token);

        var moment = Assert.Single(await FindAsync(index, "wall blue", verify: true));
        Assert.Equal((6.0, true, "Yes."), (moment.Segment.Start, moment.Verified, moment.Note));
        Assert.Equal(4, client.Requests);
        Assert.Empty(await FindAsync(index, "wall street", verify: true)); // in every caption, but what the frames show is a colour

        films.Write("film.mkv", "red", "green", "white");
        moment = Assert.Single(await FindAsync(index, "wall blue", verify: true));
        Assert.Null(moment.Verified);
        Assert.Contains("index it again", moment.Note, StringComparison.Ordinal);

        using var reader = VideoIndex.Open(index.Path);
        Assert.Single(await FindAsync(reader, "wall blue"));
        await Assert.ThrowsAsync<QwenException>(() => FindAsync(reader, "wall blue", verify: true));
        await Assert.ThrowsAsync<QwenException>(() => reader.AddAsync(path, cancellationToken: Token));
        await Assert.ThrowsAsync<QwenException>(() => FindAsync(reader, " ?! \"\" "));
    }

    [Fact]
    public async Task A_changed_film_is_indexed_anew_and_a_touched_one_is_not()
    {
        using var films = new ColourFilm();
        var path = films.Write("film.mkv", "red", "green");
        var other = films.Write("other.mkv", "red");
        var client = ColourFilm.Watch();
        using (var index = VideoIndex.Open(films.File("films.index"), client, options: Options))
        {
            await index.AddAsync(path, cancellationToken: Token);
            await index.AddAsync(other, cancellationToken: Token);
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-2));
            await index.AddAsync(path, cancellationToken: Token);
            Assert.Equal(3, client.Requests);

            films.Write("film.mkv", "blue", "green", "cyan");
            Assert.Equal(3, (await index.AddAsync(path, cancellationToken: Token)).Segments);
            Assert.Equal(6, client.Requests);
            Assert.Equal([other], (await FindAsync(index, "red")).Select(m => m.File));
            Assert.Equal([path], (await FindAsync(index, "blue")).Select(m => m.File));
        }

        using (var index = VideoIndex.Open(films.File("films.index"), client, options: Options with { SegmentSeconds = 1.5 }))
        {
            Assert.Equal(6, (await index.AddAsync(path, cancellationToken: Token)).Segments); // another plan is another index
            Assert.Equal(12, client.Requests);
            Assert.Equal(2, index.Videos.Count);
            Assert.True(index.Remove(path));
            Assert.False(index.Remove(path));
            Assert.Empty(await FindAsync(index, "cyan"));
        }

        Assert.Equal("ok", IndexDump.Check(films.File("films.index")));
    }

    [Fact]
    public async Task Meaning_finds_what_words_do_not_and_the_rankings_are_merged()
    {
        using var films = new ColourFilm();
        var path = films.Write("film.mkv", "red", "green", "blue");
        var client = ColourFilm.Watch();
        using (var plain = VideoIndex.Open(films.File("films.index"), client, options: Options))
            await plain.AddAsync(path, cancellationToken: Token);

        // vectors are added later to what is indexed, and no segment is asked about again
        using var generator = new ColourEmbeddings();
        using var index = VideoIndex.Open(films.File("films.index"), client, generator, Options);
        await index.AddAsync(path, cancellationToken: Token);
        Assert.Equal(3, client.Requests);

        Assert.Equal([0], (await FindAsync(index, "crimson")).Select(m => m.Segment.Start));
        Assert.Empty(await FindAsync(index, "elephant"));
        var merged = await FindAsync(index, "crimson wall");
        Assert.Equal(3, merged.Count);
        Assert.Equal(0, merged[0].Segment.Start); // by words and by meaning
        Assert.True(merged[0].Score > 1.5 * merged[1].Score);

        using var another = new ColourEmbeddings(dimensions: 7);
        using var wrong = VideoIndex.Open(films.File("films.index"), client, another, Options);
        Assert.Contains(
            "vectors of 4 numbers",
            (await Assert.ThrowsAsync<QwenException>(() => FindAsync(wrong, "crimson"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_segment_that_cannot_be_read_is_said_and_tried_again()
    {
        using var films = new ColourFilm();
        var path = films.Write("film.mkv", "red", "green", "blue");
        using var worker = new VideoWindowWorker(ColourFilm.Watch());
        var failing = Options with
        {
            AtOnce = 2,
            Work = (window, token) => window.Start == 3 ? throw new QwenException("Mud.") : worker.RunAsync(window, token)
        };
        using (var index = VideoIndex.Open(films.File("films.index"), options: failing))
        {
            var added = await index.AddAsync(path, cancellationToken: Token);
            Assert.Equal((3, 2), (added.Segments, added.Done));
            Assert.Equal(["Mud."], added.Unreadable);
        }

        using (var index = VideoIndex.Open(films.File("films.index"), options: Options with { Work = worker.RunAsync }))
            Assert.Equal(3, (await index.AddAsync(path, cancellationToken: Token)).Done);
        await Assert.ThrowsAsync<QwenException>(async () =>
        {
            using var index = VideoIndex.Open(films.File("films.index"), ColourFilm.Watch());
            await index.AddAsync(films.File("absent.mkv"), cancellationToken: Token);
        });
    }

    [Fact]
    public async Task What_lies_at_the_path_after_the_check_is_not_looked_at()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("An open file cannot be exchanged on Windows.");
        using var films = new ColourFilm();
        var path = films.Write("film.mkv", "red", "green", "red");
        var other = films.Write("other.mkv", "white", "white", "white");
        var seen = new List<string>();
        using var client = new WatchingClient((frames, question) =>
        {
            if (File.Exists(other))
                File.Move(other, path, overwrite: true);
            seen.AddRange(frames.Select(ColourFilm.Name));
            return "{}";
        });
        using var index = VideoIndex.Open(films.File("films.index"), client, options: Options);
        var tasks = new VideoIndexTasks(index, [Path.GetDirectoryName(path)!]);

        var error = await Assert.ThrowsAsync<QwenException>(() => tasks.AddAsync(path, Token));
        Assert.Contains("changed while it was being indexed", error.Message, StringComparison.Ordinal);
        Assert.Equal(["red", "green"], seen.Distinct());
        Assert.Equal(0, OpenFiles(path));
    }

    [Fact]
    public async Task Moments_are_verified_in_the_file_that_was_compared_whatever_lies_at_its_path_by_then()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("An open file cannot be exchanged on Windows.");
        using var films = new ColourFilm();
        var path = films.Write("film.mkv", "red", "green", "red");
        var other = films.Write("other.mkv", "white", "white", "white");
        using (var index = VideoIndex.Open(films.File("films.index"), ColourFilm.Watch(), options: Options))
            await index.AddAsync(path, cancellationToken: Token);

        var seen = new List<string>();
        using var client = new WatchingClient((frames, question) =>
        {
            if (File.Exists(other))
                File.Move(other, path, overwrite: true);
            seen.AddRange(frames.Select(ColourFilm.Name));
            return "Yes.";
        });
        using var searched = VideoIndex.Open(films.File("films.index"), client, options: Options);
        var moments = await FindAsync(searched, "wall red", verify: true);
        Assert.Equal([true, true], moments.Select(moment => moment.Verified));
        Assert.Equal(["red"], seen.Distinct());
        Assert.Equal(0, OpenFiles(path));

        // the next search compares again
        Assert.Contains("index it again", (await FindAsync(searched, "wall red", verify: true))[0].Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disk_that_fills_up_while_indexing_is_said_and_what_was_stored_stays()
    {
        using var disk = SmallDisk.TryMount(kilobytes: 512);
        if (disk is null)
            Assert.Skip("No disk can be mounted here.");
        using var films = new ColourFilm();
        var path = films.Write("film.mkv", [.. Enumerable.Range(0, 14).Select(i => ColourFilm.Colours[i % 8])]);
        var journal = films.File("journal.txt");
        var options = IndexingProcess.Options(journal);
        using (var index = VideoIndex.Open(disk.File("films.index"), options: options))
        {
            var error = await Assert.ThrowsAsync<QwenException>(() => index.AddAsync(path, cancellationToken: Token));
            Assert.Contains("disk", error.Message, StringComparison.Ordinal);
            Assert.InRange(Assert.Single(index.Videos).Done, 1, index.Videos[0].Segments - 1);
        }

        // with more room it goes on where it was; what could not be taken into the file lies beside it
        var roomy = films.File("films.index");
        foreach (var beside in new[] { "", "-wal" }.Where(beside => File.Exists(disk.File("films.index") + beside)))
            File.Copy(disk.File("films.index") + beside, roomy + beside);
        Assert.Equal("ok", IndexDump.Check(roomy));
        using var again = VideoIndex.Open(roomy, options: options);
        var before = Assert.Single(again.Videos).Done;
        var looked = (await File.ReadAllLinesAsync(journal, Token)).Length;
        var added = await again.AddAsync(path, cancellationToken: Token);
        Assert.Equal(added.Segments, added.Done);
        Assert.Equal(added.Segments - before, (await File.ReadAllLinesAsync(journal, Token)).Length - looked);
    }

    [Fact]
    public async Task A_worker_keeps_one_file_open_and_closes_it_at_the_end()
    {
        using var films = new ColourFilm();
        string[] paths = [films.Write("a.mkv", "red", "green"), films.Write("b.mkv", "blue")];
        using (var worker = new VideoWindowWorker(ColourFilm.Watch()))
        {
            foreach (var (path, kept) in new[] { (paths[0], 1), (paths[1], 0), (paths[0], 1) })
            {
                await Task.WhenAll(Enumerable.Range(0, 4)
                    .Select(_ => worker.RunAsync(new VideoWindow { File = path, Start = 0, End = 3, Fps = 1 }, Token)));
                if (OperatingSystem.IsLinux())
                    Assert.Equal((kept, 1 - kept), (OpenFiles(paths[0]), OpenFiles(paths[1])));
            }
        }

        Assert.Equal(0, paths.Sum(OpenFiles));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () =>
        {
            var ended = new VideoWindowWorker(ColourFilm.Watch());
            ended.Dispose();
            await ended.RunAsync(new VideoWindow { File = paths[0], Start = 0, End = 3 }, Token);
        });
    }

    [Theory]
    [InlineData("https://example.org/a.mkv", "nothing is fetched. Give")]
    [InlineData("/etc/hostname", "the host sets 'allowedFolders' of VideoIndexTasks")]
    public async Task A_video_that_may_not_be_read_is_refused_with_the_setting_that_there_is(string video, string message)
    {
        using var films = new ColourFilm();
        using var index = VideoIndex.Open(films.File("films.index"), ColourFilm.Watch());
        var error = await Assert.ThrowsAsync<QwenException>(() => new VideoIndexTasks(index).AddAsync(video, Token));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    // how often this process has a file open; its programs have ended
    private static int OpenFiles(string path) =>
        !OperatingSystem.IsLinux() ? 0 : new DirectoryInfo("/proc/self/fd").GetFileSystemInfos().Count(entry =>
        {
            try
            {
                return entry.LinkTarget?.StartsWith(path, StringComparison.Ordinal) == true; // also where it was removed meanwhile
            }
            catch (IOException)
            {
                return false; // closed meanwhile
            }
        });

    private static async Task<List<VideoMoment>> FindAsync(VideoIndex index, string words, bool verify = false)
    {
        var moments = new List<VideoMoment>();
        await foreach (var moment in index.SearchAsync(words, verify, cancellationToken: Token))
            moments.Add(moment);
        return moments;
    }

    private sealed class Reports(List<VideoProgress> reports) : IProgress<VideoProgress>
    {
        public void Report(VideoProgress value) => reports.Add(value);
    }
}
