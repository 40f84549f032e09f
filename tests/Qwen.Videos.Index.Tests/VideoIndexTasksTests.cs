using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Qwen.Screens;
using Qwen.Videos.Index;

namespace Qwen.Videos.Index.Tests;

public class VideoIndexTasksTests
{
    [Fact]
    public async Task A_model_adds_and_searches_and_is_told_of_its_mistakes()
    {
        using var films = new ColourFilm();
        var film = films.Write("film 100%.mkv", "red", "green");
        using var index = VideoIndex.Open(
            films.File("films.qwenindex"), ColourFilm.Watch(), options: new VideoIndexOptions { SegmentSeconds = ColourFilm.Seconds });
        var plugin = new VideoIndexTasks(index, [System.IO.Path.GetDirectoryName(film)!]).AsKernelPlugin();
        var kernel = new Kernel();

        var added = await plugin["add"].InvokeAsync<IndexedVideo>(kernel, new KernelArguments { ["video"] = film });
        Assert.Equal((2, 2), (added!.Segments, added.Done));
        Assert.Equal(film, Assert.Single((await plugin["list"].InvokeAsync<IReadOnlyList<IndexedVideo>>(kernel))!).File);
        var found =
            await plugin["search"].InvokeAsync<VideoMomentsResult>(kernel, new KernelArguments { ["words"] = "green", ["verify"] = true });
        Assert.Equal(3.0, Assert.Single(found!.Moments).Segment.Start);

        foreach (var outside in new[]
        {
            "/etc/hostname",
            "http://127.0.0.1/film.mp4",
            films.File("../film.mkv"),
            "data:video/mp4;base64,AAAA"
        })
            Assert.StartsWith(
                "Error: ",
                (await plugin["add"].InvokeAsync(kernel, new KernelArguments { ["video"] = outside })).ToString(),
                StringComparison.Ordinal);
        Assert.StartsWith(
            "Error: ",
            (await plugin["search"].InvokeAsync(kernel, new KernelArguments { ["words"] = " " })).ToString(),
            StringComparison.Ordinal);

        // as a tool of a chat client: what another agent reads
        var tool = plugin.OfType<AIFunction>().Single(f => f.Name.EndsWith("search", StringComparison.Ordinal));
        var json = JsonSerializer.Serialize(
            await tool.InvokeAsync(new AIFunctionArguments { ["words"] = "red" }, TestContext.Current.CancellationToken));
        Assert.Contains("\"key_frame\"", json, StringComparison.Ordinal);
        Assert.DoesNotContain("picture", json, StringComparison.OrdinalIgnoreCase);
    }
}
