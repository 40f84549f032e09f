using System.Text.Json;
using Qwen.Testing;

namespace Qwen.Cli.Tests;

/// <summary>The commands that make an index of videos and search it.</summary>
public sealed class IndexCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("qwenvl-index-").FullName;

    private string Index => Path.Combine(folder, "films.qwenindex");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_film_is_indexed_and_its_captions_are_found()
    {
        var film = await SmallFilm.WriteColoursAsync(folder, seconds: 6);
        const string question =
            "Give the query: 'the red circle is visible', when does the described content occur in the video? Use seconds for time format.";
        string[] index =
        [
            "index", film, "--index", Index, "--segment", "2", "--fps", "2", "--tokens", "64", "--ask", question, "--device", "cpu"
        ];
        var run = await CommandRun.StartAsync(index);
        Assert.True(run.ExitCode == ExitCode.Ok, run.Notes);
        Assert.Equal($"{film}: 3 of 3 segments, 0:00:06", run.Output.Trim());
        Assert.Contains("Indexing film.mkv", run.Notes, StringComparison.Ordinal);

        run = await CommandRun.StartAsync([.. index, "--json"]); // nothing is left to do
        using var added = JsonDocument.Parse(run.Output);
        Assert.Equal((3, 3), (added.RootElement.GetProperty("segments").GetInt32(), added.RootElement.GetProperty("done").GetInt32()));

        // whatever the model wrote is found by its own words
        using var opened = Qwen.Videos.Index.VideoIndex.Open(Index);
        var caption = opened.GetSegments(film).Select(s => s.Caption).First(c => c.Any(char.IsLetter));
        var word = string.Concat(caption.SkipWhile(c => !char.IsLetter(c)).TakeWhile(char.IsLetter));
        run = await CommandRun.StartAsync(["search", word, "--index", Index, "--json", "--limit", "1"]);
        using var moment = JsonDocument.Parse(run.Output);
        Assert.Equal(film, moment.RootElement.GetProperty("file").GetString());
        Assert.Contains(word, moment.RootElement.GetProperty("segment").GetProperty("caption").GetString(), StringComparison.Ordinal);
        run = await CommandRun.StartAsync(["search", word, "--index", Index]);
        Assert.Matches(@"film\.mkv 0:00:0\d\.0-0:00:0\d\.\d: ", run.Output);

        run = await CommandRun.StartAsync(["search", "zebra stripes", "--index", Index, "--verify", "--device", "cpu"]);
        Assert.Equal((ExitCode.Ok, ""), (run.ExitCode, run.Output));
        Assert.Contains("Nothing was found.", run.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mistakes_are_said()
    {
        var run = await CommandRun.StartAsync(["search", "bus", "--index", Index]);
        Assert.Equal(ExitCode.Failure, run.ExitCode);
        Assert.Contains("qwenvl index", run.Notes, StringComparison.Ordinal);
        run = await CommandRun.StartAsync(["index", Path.Combine(folder, "absent.mp4"), "--index", Index, "--device", "cpu"]);
        Assert.Equal(ExitCode.Failure, run.ExitCode);
        Assert.Contains("absent.mp4", run.Notes, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder));
        var text = Path.Combine(folder, "notes.mp4");
        File.WriteAllText(text, "These are no pictures.");
        run = await CommandRun.StartAsync(["index", text, "--index", Index, "--device", "cpu"]);
        Assert.Equal(ExitCode.Failure, run.ExitCode);
        Assert.Contains("notes.mp4", run.Notes, StringComparison.Ordinal);
        Assert.Equal([text], Directory.GetFiles(folder));
        Assert.Equal(ExitCode.Usage, (await CommandRun.StartAsync(["search", "bus", "--limit", "0"])).ExitCode);
        Assert.Equal(ExitCode.Usage, (await CommandRun.StartAsync(["index"])).ExitCode);
    }
}
