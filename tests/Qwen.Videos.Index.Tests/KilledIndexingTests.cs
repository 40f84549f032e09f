using Qwen.Screens;
using Qwen.Videos;
using Qwen.Videos.Index;
using Qwen.VisionLanguage;

namespace Qwen.Videos.Index.Tests;

/// <summary>Whatever ends an indexing, the index is whole, and the next one goes on.</summary>
public class KilledIndexingTests
{
    private const int Kills = 20;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_at_twenty_random_moments_it_ends_as_if_undisturbed()
    {
        using var films = new ColourFilm();
        var path = films.Write("film.mkv", [.. Enumerable.Range(0, 14).Select(i => ColourFilm.Colours[i % 8])]);
        var (index, journal) = (films.File("killed.index"), films.File("killed.txt"));
        var random = new Random(4);
        await File.WriteAllTextAsync(journal, "", Token);
        for (var kill = 0; kill < Kills; kill++)
        {
            var begun = new FileInfo(journal).Length;
            using var process = IndexingProcess.Start(index, path, journal);
            while (new FileInfo(journal).Length == begun && !process.HasExited)
                await Task.Delay(1, Token);
            await Task.Delay(random.Next(80), Token);
            process.Kill(entireProcessTree: true); // SIGKILL
            await process.WaitForExitAsync(Token);
            Assert.NotEqual(0, process.ExitCode);
        }

        using (var survivor = VideoIndex.Open(index))
        {
            var video = Assert.Single(survivor.Videos);
            TestContext.Current.TestOutputHelper?.WriteLine($"{video.Done} of {video.Segments} segments after {Kills} kills");
            Assert.InRange(video.Done, Kills, video.Segments - 1);
        }

        await IndexAsync(index, path, journal);
        var undisturbed = films.File("undisturbed.index");
        await IndexAsync(undisturbed, path, films.File("undisturbed.txt"));
        Assert.Equal(IndexDump.Rows(undisturbed), IndexDump.Rows(index));
        Assert.Equal("ok", IndexDump.Check(index));

        // what was stored was not done again: each kill costs at most what was being worked on
        var done = (await File.ReadAllLinesAsync(journal, Token)).Length;
        var needed = (await File.ReadAllLinesAsync(films.File("undisturbed.txt"), Token)).Length;
        TestContext.Current.TestOutputHelper?.WriteLine($"{done} windows were looked at where {needed} are needed");
        Assert.InRange(done, needed, needed + Kills * IndexingProcess.Options(journal).AtOnce!.Value);
    }

    [Fact]
    public async Task Two_processes_at_once_do_no_harm()
    {
        using var films = new ColourFilm();
        var path = films.Write("film.mkv", "red", "green", "blue", "yellow");
        var index = films.File("shared.index");
        using var first = IndexingProcess.Start(index, path, films.File("first.txt"));
        using var second = IndexingProcess.Start(index, path, films.File("second.txt"));
        var outputs = await Task.WhenAll(first.StandardOutput.ReadToEndAsync(Token), second.StandardOutput.ReadToEndAsync(Token));
        await Task.WhenAll(first.WaitForExitAsync(Token), second.WaitForExitAsync(Token));

        // one is told that the other is at it, or comes when that is done and finds nothing to do
        Assert.Contains(0, new[] { first.ExitCode, second.ExitCode });
        foreach (var (process, output) in new[] { first, second }.Zip(outputs).Where(p => p.First.ExitCode != 0))
            Assert.Contains("is being added to already", output, StringComparison.Ordinal);

        var alone = films.File("alone.index");
        await IndexAsync(alone, path, films.File("alone.txt"));
        Assert.Equal(IndexDump.Rows(alone), IndexDump.Rows(index));
        Assert.Equal("ok", IndexDump.Check(index));
    }

    [Fact]
    public async Task Others_search_while_one_adds_and_a_cancelled_one_goes_on()
    {
        using var films = new ColourFilm();
        var path = films.Write("film.mkv", "red", "green");
        var file = films.File("shared.index");
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var index = VideoIndex.Open(file, options: IndexingProcess.Options(films.File("journal.txt")));
        var adding = index.AddAsync(path, new CancelAt(cancel, 20), cancel.Token);
        using var reader = VideoIndex.Open(file);
        using var rival = VideoIndex.Open(file, options: IndexingProcess.Options(films.File("rival.txt")));
        await Assert.ThrowsAsync<QwenException>(() => rival.AddAsync(path, cancellationToken: Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => adding);

        var done = Assert.Single(reader.Videos).Done;
        Assert.InRange(done, 20, 119);
        var found = 0;
        await foreach (var _ in reader.SearchAsync("from", limit: 1000, cancellationToken: Token))
            found++;
        Assert.Equal(done, found);
        Assert.Equal(120, (await rival.AddAsync(path, cancellationToken: Token)).Done);
    }

    private static async Task IndexAsync(string index, string path, string journal)
    {
        using var opened = VideoIndex.Open(index, embeddings: new ColourEmbeddings(), options: IndexingProcess.Options(journal));
        var added = await opened.AddAsync(path, cancellationToken: Token);
        Assert.Equal(added.Segments, added.Done);
    }

    private sealed class CancelAt(CancellationTokenSource source, int segments) : IProgress<VideoProgress>
    {
        public void Report(VideoProgress value)
        {
            if (value.Found >= segments)
                source.Cancel();
        }
    }
}
