using System.CommandLine;
using Qwen.Cli.Terminal;
using Qwen.Cli.Videos;
using Qwen.Extensions.AI;
using Qwen.Videos;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Cli.Commands;

/// <summary><c>qwenvl watch</c>: what happens in a video, or an answer about it.</summary>
internal static class WatchCommand
{
    private const int SheetFrames = 16;

    /// <summary>Builds the command.</summary>
    public static Command Create(CliConsole console)
    {
        var question = new Argument<string?>("QUESTION")
        {
            Description = "What to answer; a description of the video when left out.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var videos = new VideoSettings();
        var command = new TaughtCommand(
            "watch",
            "Describe a video or a part of it, or answer a question about it.",
            "qwenvl watch clip.mp4 --model Qwen/Qwen2.5-VL-3B-Instruct",
            "qwenvl watch film.mkv \"Which tools does she use?\" --start 600 --end 660 --model Qwen/Qwen2.5-VL-3B-Instruct",
            "qwenvl watch film.mkv --json --contact-sheet film.png",
            "curl -s https://example.org/clip.mp4 | qwenvl watch - \"What happens?\"");
        videos.AddFileTo(command);
        command.Add(question);
        videos.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var file = videos.File(parsed);
            var hints = videos.Media(parsed);
            using var video = await VideoSettings.OpenAsync(file, cancellationToken);
            await using var model = await videos.LoadAsync(console, parsed, cancellationToken);
            using var client = new QwenChatClient(model);
            if (videos.IsDemo(parsed))
                console.Note(DemoModel.Unlearned("to describe videos, only to find shapes in them ('qwenvl find-event')"));
            var plugin = new VideosTasks(client, videos.Options(parsed));
            var result = await ProgressView.RunAsync(console, progress =>
            {
                progress.Report(new QwenProgress("Watching", 0, 0));
                return parsed.GetValue(question) is { } asked
                    ? plugin.AskAsync(video, asked, hints.Start, hints.End, cancellationToken)
                    : plugin.DescribeAsync(video, hints.Start, hints.End, cancellationToken);
            });

            console.Out.WriteLine(
                parsed.GetValue(videos.Json) ? VideoJson.ToLine(file, result, VideoJson.Readable.VideoAnswerResult) : result.Answer);
            foreach (var note in result.Notes)
                console.Note(note);
            var (from, to) = (result.Sample.Start, result.Sample.End);
            double[] times = [.. Enumerable.Range(0, SheetFrames).Select(i => from + (to - from) * i / (SheetFrames - 1)).Distinct()];
            await videos.DrawSheetAsync(
                console, parsed, () => ContactSheet.DrawPngAsync(video, times, cancellationToken), cancellationToken);
            return ExitCode.Ok;
        });
        return command;
    }
}
