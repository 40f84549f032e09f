using System.CommandLine;
using System.Globalization;
using Qwen.Cli.Terminal;
using Qwen.Cli.Videos;
using Qwen.Extensions.AI;
using Qwen.Videos;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Cli.Commands;

/// <summary><c>qwenvl find-event</c>: when a video, however long, shows what is described.</summary>
internal static class FindEventCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(CliConsole console)
    {
        var what = new Argument<string>("WHAT")
        {
            Description = "What to look for, in words; to the demo model a shape, for example \"red circle\"."
        };
        var clip = new Option<string?>("--clip")
        {
            Description = "Cut what was found out of the video into this file; several become NAME-1, NAME-2 and so on.",
            HelpName = "FILE",
        };
        var coarse = new Option<double?>("--coarse-fps")
        {
            Description = "Frames to take from each second at first sight; by the video's length when left out.",
            HelpName = "N"
        };
        var fine = new Option<double?>("--fine-fps")
        {
            Description = "Frames to take from each second for the closer look: times are as exact as that.",
            HelpName = "N"
        };
        coarse.Between(0.001, 1000);
        fine.Between(0.001, 1000);
        var verify = new Option<VideoVerification?>("--verify")
        {
            Description = "What a second question has to confirm a hit by: none, frames, or keyframe (one frame, larger).",
            HelpName = "none|frames|keyframe",
        };
        var videos = new VideoSettings();
        var command = new TaughtCommand(
            "find-event",
            "Find every place in a video, however long, that shows what is described. Times are seconds from the first frame.",
            "qwenvl find-event drawn.mp4 \"red circle\"",
            "qwenvl find-event film.mkv \"seasoning the steak\" --model Qwen/Qwen2.5-VL-3B-Instruct --clip steak.mp4",
            "qwenvl find-event film.mkv \"a dog enters\" --json --contact-sheet dogs.png --model Qwen/Qwen2.5-VL-3B-Instruct");
        videos.AddFileTo(command);
        command.Add(what);
        foreach (var option in new Option[] { clip, coarse, fine, verify })
            command.Add(option);
        videos.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var search = videos.IsDemo(parsed) ? DemoVideo.Search : new VideoSearchOptions();
            search = search with
            {
                CoarseFps = parsed.GetValue(coarse) ?? search.CoarseFps,
                FineFps = parsed.GetValue(fine) ?? search.FineFps,
                Verify = parsed.GetValue(verify) ?? search.Verify,
            };
            var file = videos.File(parsed);
            using var video = await VideoSettings.OpenAsync(file, cancellationToken);
            await using var model = await videos.LoadAsync(console, parsed, cancellationToken);
            using var client = new QwenChatClient(model);
            var plugin = new VideosTasks(client, videos.Options(parsed));
            var json = parsed.GetValue(videos.Json);

            // into a pipe each event goes as soon as it is confirmed; in a terminal the progress stands there until the end
            var found = new List<FoundEvent>();
            await ProgressView.RunAsync(console, async progress =>
            {
                var hints = videos.Media(parsed);
                await foreach (var hit in plugin.FindAsync(
                    video, parsed.GetValue(what)!, hints.Start, hints.End, search, new SearchProgress(progress), cancellationToken))
                {
                    found.Add(hit);
                    if (!console.Interactive)
                        Write(hit);
                }
            });
            if (console.Interactive)
                found.ForEach(Write);
            console.Note(found.Count switch { 0 => "Nothing found.", 1 => "1 place found.", _ => $"{found.Count} places found." });

            if (parsed.GetValue(clip) is { } path)
                await CutAsync(console, video, found, path, cancellationToken);
            if (found.Count > 0)
                await videos.DrawSheetAsync(
                    console, parsed, () => ContactSheet.DrawPngAsync(video, found, cancellationToken), cancellationToken);
            return ExitCode.Ok;

            void Write(FoundEvent hit)
            {
                if (json)
                    console.Out.WriteLine(VideoJson.ToLine(file, hit, VideoJson.Readable.FoundEvent));
                else
                    console.Write(Describe(hit));
            }
        });
        return command;
    }

    private static string Describe(FoundEvent hit) => string.Create(
        CultureInfo.InvariantCulture,
        $"{ContactSheet.FormatTime(hit.Start)} - "
        + $"{ContactSheet.FormatTime(hit.End)}{(hit.Confidence is { } sure ? $"   {100 * sure:0} %" : "")}");

    private static async Task CutAsync(
        CliConsole console, OpenVideo video, List<FoundEvent> found, string path, CancellationToken cancellationToken)
    {
        var clips = new ClipFiles(console, path, found.Count);
        foreach (var hit in found)
            // a single moment has a frame's length
            await clips.CutAsync(video, hit.Start, Math.Max(hit.End, hit.Start + hit.Precision), cancellationToken);
    }

    /// <summary>One bar for the search, whose share is that of the film.</summary>
    private sealed class SearchProgress(IProgress<QwenProgress> view) : IProgress<VideoProgress>
    {
        public void Report(VideoProgress value) =>
            view.Report(new QwenProgress("Searching", (long)(1000 * value.Position), (long)Math.Ceiling(1000 * value.Total)));
    }
}
