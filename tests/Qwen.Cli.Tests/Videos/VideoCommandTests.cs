using System.Text.Json;
using Qwen.Testing;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Cli.Tests.Videos;

/// <summary>The commands over videos with the demo model, on a film that it knows.</summary>
public sealed class VideoCommandTests
{
    private static readonly ShapeFilm.Shape[] Shapes =
    [
        new("red circle", 5, 8, 28, 28, 15), new("green square", 12, 16, 26, 30, 14), new("red circle", 24, 28, 30, 26, 14),
    ];

    [Fact]
    public async Task Find_event_finds_cuts_and_draws()
    {
        using var film = new Film();
        await ShapeFilm.WriteAsync(film, "-shapes 'a'.mkv", Shapes, 34);
        var run = await CommandRun.StartAsync(
            [
                "find-event", film.File("-shapes 'a'.mkv"), "red circle", "--json", "--clip", film.File("circle.mp4"), "--contact-sheet",
                film.File("sheet.png"), "--precision", "fp32"
            ]);
        Assert.True(run.ExitCode == ExitCode.Ok, run.Output + run.Notes);

        var found = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToList();
        Assert.Equal(
            [(5.0, 8.0), (24, 28)], found.Select(hit => (hit.GetProperty("start").GetDouble(), hit.GetProperty("end").GetDouble())));
        Assert.All(found, hit => Assert.EndsWith("-shapes 'a'.mkv", hit.GetProperty("file").GetString(), StringComparison.Ordinal));
        Assert.Contains("2 places found.", run.Notes, StringComparison.Ordinal);
        Assert.Equal(2 * 248 + 8, ImageDecoder.Decode(await File.ReadAllBytesAsync(film.File("sheet.png"))).Width);
        for (var i = 0; i < 2; i++)
        {
            using var clip = await OpenVideo.OpenAsync(film.File($"circle-{i + 1}.mp4"));
            Assert.True(clip.Duration >= Shapes[2 * i].End - Shapes[2 * i].Start);
        }
    }

    [Fact]
    public async Task Find_event_writes_times_for_people_and_says_when_there_is_nothing()
    {
        using var film = new Film();
        await ShapeFilm.WriteAsync(film, "shapes.mkv", Shapes, 34);
        var run = await CommandRun.StartAsync(["find-event", film.File("shapes.mkv"), "green square", "--precision", "fp32"]);
        Assert.Matches(@"^00:12\.00 - 00:16\.00   [0-9]+ %\r?\n$", run.Output);
        run = await CommandRun.StartAsync(["find-event", film.File("shapes.mkv"), "green square", "--end", "10", "--precision", "fp32"]);
        Assert.Equal((ExitCode.Ok, ""), (run.ExitCode, run.Output));
        Assert.Contains("Nothing found.", run.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_answers_and_draws()
    {
        using var film = new Film();
        await ShapeFilm.WriteAsync(film, "shapes.mkv", Shapes, 34);
        var run = await CommandRun.StartAsync(
            ["watch", film.File(
                "shapes.mkv"),
             "Give the query: 'the red circle is visible', when does the described content occur in the video? Use "
                 + "seconds for time format.",
             "--end", "8", "--json", "--contact-sheet", film.File("sheet.png"), "--precision", "fp32"]);
        Assert.True(run.ExitCode == ExitCode.Ok, run.Output + run.Notes);
        var answer = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal("The given query happens in 5.0 - 8.0 seconds.", answer.GetProperty("answer").GetString());
        Assert.Equal(16, answer.GetProperty("sample").GetProperty("frames").GetInt32());
        Assert.True(File.Exists(film.File("sheet.png")));
    }

    [Theory]
    [InlineData("watch", "no such film.mp4")]
    [InlineData("find-event", "no such film.mp4", "a dog")]
    public async Task A_missing_file_is_named(params string[] args)
    {
        var run = await CommandRun.StartAsync(args);
        Assert.Equal(ExitCode.Failure, run.ExitCode);
        Assert.Contains("no such film.mp4", run.Notes, StringComparison.Ordinal);
    }
}
