using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Qwen.Cli.Files;
using Qwen.Cli.Terminal;
using Qwen.Cli.Videos;
using Qwen.Screens;
using Qwen.Shared.Files;
using Qwen.Videos;
using Qwen.Videos.Index;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Cli.Commands;

/// <summary><c>qwenvl search</c>: finds moments in videos that are indexed.</summary>
internal static class SearchCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(CliConsole console)
    {
        var words = new Argument<string>("WORDS") { Description = "What to look for; words in quotation marks are a phrase." };
        var verify = new Option<bool>("--verify")
        {
            Description = "Have the model look at the frames of each moment again, and leave out what it denies.",
        };
        var limit = new Option<int>("--limit") { Description = "Most moments.", HelpName = "N", DefaultValueFactory = _ => 10 };
        limit.Between(1, 10_000);
        var clip = new Option<string?>("--clip")
        {
            Description = "Cut the moments out of their videos into this file; several become NAME-1, NAME-2 and so on.",
            HelpName = "FILE",
        };
        var sheet = new Option<string?>("--contact-sheet")
        {
            Description = "Draw the key frames with their times into this PNG file.",
            HelpName = "FILE"
        };
        var settings = new IndexSettings();
        var command = new TaughtCommand(
            "search",
            "Find moments in videos that 'qwenvl index' has looked through, the best first. Without --verify no model is needed.",
            "qwenvl search \"red bus\"",
            "qwenvl search \"a dog jumps into the water\" --verify --model Qwen/Qwen2.5-VL-3B-Instruct --json")
        {
            words, verify, limit, clip, sheet,
        };
        settings.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var path = settings.Path(parsed);
            if (!File.Exists(path))
                throw new QwenException($"There is no index '{path}': make one with 'qwenvl index', or name it with --index.");
            if (parsed.GetValue(verify))
                return await settings.RunAsync(console, parsed, new VideoIndexOptions(), SearchAsync, cancellationToken);
            using var index = VideoIndex.Open(path);
            return await SearchAsync(index);

            async Task<int> SearchAsync(VideoIndex index)
            {
                var found = new List<VideoMoment>();
                var moments = index.SearchAsync(
                    parsed.GetValue(words)!, parsed.GetValue(verify), parsed.GetValue(limit), cancellationToken);
                await foreach (var moment in moments)
                {
                    found.Add(moment);
                    if (settings.IsJson(parsed))
                        console.Out.WriteLine(JsonSerializer.Serialize(moment, IndexJsonContext.Readable.VideoMoment));
                    else
                        console.Write(Describe(moment));
                }

                if (found.Count == 0)
                    console.Note("Nothing was found.");
                if (parsed.GetValue(clip) is { } clipPath)
                    await CutAsync(console, found, clipPath, cancellationToken);
                if (parsed.GetValue(sheet) is { } sheetPath && found.Count > 0)
                {
                    var png = ContactSheet.DrawPng(found.Select(moment => (moment.Picture, moment.Segment.Start, moment.Segment.End)));
                    await WholeFile.WriteAsync(sheetPath, target => target.WriteAsync(png, cancellationToken).AsTask());
                    console.Note($"Contact sheet: {sheetPath}");
                }

                return ExitCode.Ok;
            }
        });
        return command;
    }

    private static async Task CutAsync(CliConsole console, List<VideoMoment> found, string path, CancellationToken cancellationToken)
    {
        var clips = new ClipFiles(console, path, found.Count);
        foreach (var moment in found)
        {
            using var video = await OpenVideo.OpenAsync(moment.File, cancellationToken: cancellationToken);
            await clips.CutAsync(video, moment.Segment.Start, moment.Segment.End, cancellationToken);
        }
    }

    private static string Describe(VideoMoment moment)
    {
        var segment = moment.Segment;
        var check = moment.Verified == true ? " (verified)" : moment.Note is { } note ? $" ({note})" : "";
        var text = segment.Text.Count > 0 ? $" [{string.Join(" / ", segment.Text)}]" : "";
        return $"{moment.File} {Clock(segment.Start)}-{Clock(segment.End)}{check}: {segment.Caption}{text}";
    }

    private static string Clock(double seconds) => TimeSpan.FromSeconds(seconds).ToString(@"h\:mm\:ss\.f", CultureInfo.InvariantCulture);
}
