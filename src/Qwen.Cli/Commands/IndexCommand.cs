using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Qwen.Cli.Files;
using Qwen.Cli.Terminal;
using Qwen.Videos;
using Qwen.Videos.Index;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Cli.Commands;

/// <summary><c>qwenvl index</c>: makes videos searchable.</summary>
internal static class IndexCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(CliConsole console)
    {
        var videos = new Argument<string[]>("VIDEO")
        {
            Description = "Videos to index; those that are indexed and unchanged cost nothing.",
            Arity = ArgumentArity.OneOrMore,
        };
        var segment = new Option<double>("--segment")
        {
            Description = "Seconds of a segment: a search is as exact as that.",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => 10,
        };
        var fps = new Option<double>("--fps")
        {
            Description = "Frames to look at in each second.",
            HelpName = "N",
            DefaultValueFactory = _ => 1
        };
        var tokens = new Option<int>("--tokens")
        {
            Description = "Tokens that the frames of a segment may take: more shows smaller things and takes longer.",
            HelpName = "N",
            DefaultValueFactory = _ => 2048,
        };
        var ask = new Option<string?>("--ask")
        {
            Description = "What to ask about each segment, where the usual question for a description does not suit.",
            HelpName = "TEXT",
        };
        segment.Between(0.1, 86_400);
        fps.Between(0.001, 1000);
        tokens.Between(4, 1_000_000);
        var settings = new IndexSettings();
        var command = new TaughtCommand(
            "index",
            "Look through videos once and keep what they show, so that 'qwenvl search' finds it at once. Interrupted, "
            + "it goes on where it was.",
            "qwenvl index holiday.mp4 --model Qwen/Qwen2.5-VL-3B-Instruct",
            "qwenvl index archive/*.mkv --index archive.qwenindex --segment 5")
        {
            videos, segment, fps, tokens, ask,
        };
        settings.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await CheckAsync(parsed.GetValue(videos)!, settings.Path(parsed), cancellationToken);
            var options = new VideoIndexOptions { SegmentSeconds = parsed.GetValue(segment) };
            var video = options.Video with { Fps = parsed.GetValue(fps), TotalPixels = parsed.GetValue(tokens) * 28L * 28 };
            if (parsed.GetValue(ask) is { } question)
                video = video with { Prompts = video.Prompts with { Caption = question } };
            options = options with { Video = video };
            if (settings.IsDemo(parsed))
                console.Note(DemoModel.Unlearned("to describe videos, so that a search will find little"));
            return await settings.RunAsync(console, parsed, options, async index =>
            {
                foreach (var file in InputFiles.Expand(parsed.GetValue(videos)!, InputFiles.Videos))
                {
                    var added = await ProgressView.RunAsync(
                        console, progress => index.AddAsync(file, new Relay(progress, Path.GetFileName(file)), cancellationToken));
                    console.Out.WriteLine(
                        settings.IsJson(parsed)
                            ? JsonSerializer.Serialize(added, IndexJsonContext.Readable.IndexedVideo)
                            : Describe(added));
                }

                return ExitCode.Ok;
            }, cancellationToken);
        });
        return command;
    }

    // before a model is loaded and an index made: neither is needed to see that a name is wrong or the first file no video
    private static async Task CheckAsync(string[] videos, string index, CancellationToken cancellationToken)
    {
        foreach (var video in videos)
        {
            using var file = SourceFile.Open(video);
        }

        if (!File.Exists(index))
        {
            using var first = await OpenVideo.OpenAsync(videos[0], cancellationToken: cancellationToken);
        }
    }

    private static string Describe(IndexedVideo video)
    {
        var length = TimeSpan.FromSeconds(video.Duration).ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture);
        return string.Join("\n  ", [$"{video.File}: {video.Done} of {video.Segments} segments, {length}", .. video.Unreadable]);
    }

    /// <summary>Hands the progress of a video on to the bars of the terminal, which work out the time left.</summary>
    private sealed class Relay(IProgress<QwenProgress> target, string name) : IProgress<VideoProgress>
    {
        public void Report(VideoProgress value) =>
            target.Report(new QwenProgress($"{value.Stage} {name}", (long)(value.Position * 1000), (long)(value.Total * 1000)));
    }
}
