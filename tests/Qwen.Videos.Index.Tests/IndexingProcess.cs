using System.Diagnostics;
using System.Globalization;
using Qwen.Screens;
using Qwen.Videos;
using Qwen.Videos.Index;

namespace Qwen.Videos.Index.Tests;

/// <summary>Indexing in a process of its own, which a test may kill: this suite's program, told to run <see cref="Run"/> alone.</summary>
public class IndexingProcess
{
    private const string Index = "QWENVL_TEST_INDEX", Video = "QWENVL_TEST_VIDEO", Journal = "QWENVL_TEST_JOURNAL";

    /// <summary>Segments of a twentieth of a second, worked on in a few milliseconds each.</summary>
    internal static VideoIndexOptions Options(string journal) => new()
    {
        SegmentSeconds = 0.05,
        AtOnce = 3,
        Work = async (window, cancellationToken) =>
        {
            await Task.Delay(Random.Shared.Next(12), cancellationToken);
            var text = string.Create(CultureInfo.InvariantCulture, $"from {window.Start:0.00} to {window.End:0.00}");
            lock (typeof(IndexingProcess))
                File.AppendAllText(journal, text + "\n");
            return new VideoWindowResult
            {
                Segment = new VideoSegment
                {
                    Start = window.Start,
                    End = window.End,
                    Caption = text,
                    Text = [text],
                    KeyFrame = window.Start
                },
                Picture = System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text, 200))),
                RawText = text,
            };
        },
    };

    [Fact(Explicit = true)]
    public async Task Run()
    {
        using var index = VideoIndex.Open(
            Environment.GetEnvironmentVariable(Index)!,
            embeddings: new ColourEmbeddings(),
            options: Options(Environment.GetEnvironmentVariable(Journal)!));
        await index.AddAsync(Environment.GetEnvironmentVariable(Video)!, cancellationToken: TestContext.Current.CancellationToken);
    }

    /// <summary>Starts one.</summary>
    internal static Process Start(string index, string video, string journal)
    {
        var suite = typeof(IndexingProcess).Assembly.Location;
        string[] arguments =
        [
            suite, "-noLogo", "-noColor", "-explicit", "only", "-method", $"{typeof(IndexingProcess).FullName}.{nameof(Run)}"
        ];
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true };
        (start.Environment[Index], start.Environment[Video], start.Environment[Journal]) = (index, video, journal);
        return Process.Start(start)!;
    }
}
