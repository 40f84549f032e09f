using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Qwen.Screens;
using Qwen.Testing;
using Qwen.Videos;
using Qwen.Videos.Index;

namespace Qwen.Videos.Index.Tests;

/// <summary>The code of the index's page; it runs here.</summary>
public class VideoIndexPageTests
{
    [Fact]
    public void The_page_shows_this_code() => ReadmeCode.AssertIsPartOf(
        "docs/video-index.md", "tests/Qwen.Videos.Index.Tests/VideoIndexPageTests.cs");

    [Fact]
    public async Task Index_and_search()
    {
        using var films = new ColourFilm();
        var (film, file, client) = (films.Write("film.mkv", "red", "green"), films.File("films.qwenindex"), ColourFilm.Watch());
        var progress = new Progress<VideoProgress>();

        using var index = VideoIndex.Open(file, client);
        await index.AddAsync(film, progress);
        await foreach (var moment in index.SearchAsync("a dog jumps into the water", verify: true))
            Console.WriteLine($"{moment.File} {moment.Segment.Start:0}-{moment.Segment.End:0} s: {moment.Segment.Caption}");

        Assert.Single(index.GetSegments(film));
    }

    [Fact]
    public void Tools()
    {
        using var films = new ColourFilm();
        using var index = VideoIndex.Open(films.File("films.qwenindex"));

        var options = new ChatOptions { Tools = [.. new VideoIndexTasks(index, allowedFolders: ["/srv/films"]).AsTools()] };

        Assert.Equal(3, options.Tools.Count);
    }

    [Fact]
    public async Task Fan_out()
    {
        using var films = new ColourFilm();
        var film = films.Write("film.mkv", "red", "green", "blue", "red", "green", "blue");
        using var worker = new VideoWindowWorker(ColourFilm.Watch());
        var farm = new Farm(worker);

        var options = new VideoIndexOptions
        {
            AtOnce = 8,
            Attempts = 5,
            Work = (window, cancellationToken) => farm.LookAsync(window, cancellationToken),
        };

        using var index = VideoIndex.Open(films.File("films.qwenindex"), options: options);
        Assert.Equal((2, 2), (await index.AddAsync(film)) is var added ? (added.Segments, added.Done) : default);
    }

    /// <summary>Machines that lose the first answer to everything.</summary>
    private sealed class Farm(VideoWindowWorker worker)
    {
        private readonly HashSet<double> asked = [];

        public async Task<VideoWindowResult> LookAsync(VideoWindow window, CancellationToken cancellationToken)
        {
            var result = await worker.RunAsync(window, cancellationToken);
            lock (asked)
                return asked.Add(window.Start) ? throw new TimeoutException("The answer was lost.") : result;
        }
    }
}
