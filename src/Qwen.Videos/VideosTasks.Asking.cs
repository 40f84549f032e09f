using Qwen.Extensions.AI.Media;
using Qwen.Videos.Parsing;
using Qwen.Videos.Spans;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Videos;

public sealed partial class VideosTasks
{
    private async Task<VideoAnswerResult> AnswerAsync(
        MediaSource video, string question, double? start, double? end, CancellationToken cancellationToken)
    {
        using var lease = await source.OpenAsync(video, cancellationToken).ConfigureAwait(false);
        var answer = await AskWholeAsync(lease.Video, question, start, end, cancellationToken).ConfigureAwait(false);
        return new VideoAnswerResult
        {
            Answer = answer.Text.Trim(),
            Frame = VideoReport.Frame(answer.Sample),
            Video = VideoReport.Facts(lease.Video),
            Sample = VideoReport.Sample([answer]),
            Confidence = answer.Confidence,
            Notes = VideoReport.Notes(lease.Video, [answer]),
            RawText = [answer.Text],
        };
    }

    /// <summary>One question about all of a stretch.</summary>
    private Task<WindowAnswer> AskWholeAsync(
        OpenVideo video, string question, double? start, double? end, CancellationToken cancellationToken)
    {
        var (from, to) = WindowPlan.Range(video, start, end);
        return asker.AskAsync(video, WindowPlan.Whole(video, from, to, asker.Options), question, cancellationToken);
    }

    /// <summary>The same question about one part of a stretch after the other.</summary>
    private async Task<IReadOnlyList<WindowAnswer>> AskPartsAsync(
        OpenVideo video, string question, double? start, double? end, double seconds, CancellationToken cancellationToken)
    {
        if (!(seconds >= 0.1))
            throw new QwenException(FormattableString.Invariant($"Parts of {seconds} s are too short: give at least 0.1 s."));
        var (from, to) = WindowPlan.Range(video, start, end);
        var windows = Parts(from, to, seconds).Select(part => WindowPlan.Whole(video, part.Start, part.End, asker.Options)).ToList();
        var answers = new List<WindowAnswer>();
        Report();
        await foreach (var answer in asker.AskEachAsync(video, windows, question, cancellationToken).ConfigureAwait(false))
        {
            answers.Add(answer);
            if (answers.Count < windows.Count)
                Report();
        }

        return answers;

        void Report() => asker.Options.Progress?.Report(
            new VideoProgress("Asking about each part", windows[answers.Count].Start - from, to - from, 0, null));
    }

    /// <summary>Cuts a stretch at multiples of a length; what would be left over at the end as a sliver stays with the last part.</summary>
    private static IEnumerable<(double Start, double End)> Parts(double from, double to, double seconds)
    {
        while (from < to)
        {
            var next = (Math.Floor(from / seconds + 1e-9) + 1) * seconds;
            if (next > to - seconds / 10)
                next = to;
            yield return (from, next);
            from = next;
        }
    }

    /// <summary>Adds an event; one that a window's edge cut in two becomes whole again.</summary>
    private static void AddEvent(List<VideoEvent> events, ParsedMoment moment, WindowAnswer answer)
    {
        var gap = 1.5 / answer.Sample.Fps;
        if (events is [.., var last] && last.Description == moment.Text && moment.Text.Length > 0 && moment.Start - last.End < gap
            && moment.Start - answer.Sample.First < gap)
        {
            events[^1] = last with { End = Math.Max(last.End, moment.End) };
            return;
        }

        events.Add(new VideoEvent
        {
            Start = moment.Start,
            End = moment.End,
            Description = moment.Text,
            Frame = VideoReport.Frame(answer.Sample, (moment.Start + moment.End) / 2),
            Confidence = answer.Confidence,
        });
    }
}
