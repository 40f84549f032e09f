using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Qwen.Videos.Parsing;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Videos.Spans;

/// <summary>
/// Searches a video: a coarse pass gives candidates, windows that overlap have theirs merged, and each candidate is looked at
/// closely and confirmed as soon as no later window can add to it.
/// </summary>
internal sealed class EventSearch(
    WindowAsker asker, OpenVideo video, string what, VideoSearchOptions search, IProgress<VideoProgress>? progress)
{
    /// <summary>Windows of the closer look at one candidate; a longer one is looked at with fewer frames a second.</summary>
    private const int MaxFineWindows = 4;

    private readonly string question = string.Format(CultureInfo.InvariantCulture, asker.Options.Prompts.Moment, what);
    private readonly string verification = string.Format(CultureInfo.InvariantCulture, asker.Options.Prompts.Verify, what);
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private readonly List<FoundEvent> confirmed = [];

    /// <summary>Searches a stretch.</summary>
    public async IAsyncEnumerable<FoundEvent> RunAsync(
        double start, double end, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var fps = CoarseFps(end - start);
        var windows = WindowPlan.Cover(video, start, end, fps, search.WindowFrames, search.OverlapFrames, CoarseOptions());
        var candidates = new List<Candidate>();
        var seen = 0;
        Report("Searching", windows[0].Start, start, end);
        await foreach (var answer in asker.AskEachAsync(video, windows, question, cancellationToken).ConfigureAwait(false))
        {
            Collect(answer, candidates);

            // what ends before the next window begins is complete
            var settled = ++seen < windows.Count ? windows[seen].Start : double.PositiveInfinity;
            foreach (var candidate in candidates.Where(candidate => candidate.End + 1 / fps < settled)
                .OrderBy(candidate => candidate.Start)
                .ToList())
            {
                candidates.Remove(candidate);
                Report("Looking closely", Math.Min(candidate.Start, end), start, end);
                foreach (var hit in await ConfirmAsync(candidate, start, end, cancellationToken).ConfigureAwait(false))
                    yield return hit;
            }

            if (seen < windows.Count)
                Report("Searching", windows[seen].Start, start, end);
        }

        Report("Done", end, start, end);
    }

    /// <summary>As many frames a second as the budget pays for.</summary>
    private double CoarseFps(double span) =>
        search.CoarseFps ?? Math.Min(asker.Options.Fps ?? VideoOptions.DefaultFps, (double)search.TokenBudget / search.FrameTokens / span);

    private QwenVideoOptions CoarseOptions() => asker.Options with
    {
        // two frames make one token for each 28 × 28 of them
        TotalPixels = Math.Min(asker.Options.TotalPixels, (long)search.WindowFrames * search.FrameTokens * 28 * 28),
    };

    private void Collect(WindowAnswer answer, List<Candidate> candidates)
    {
        if (answer.Confidence < search.MinConfidence)
            return;
        foreach (var moment in MomentMapper.Map(answer, asker.Options.MaxItems))
            Candidate.Add(candidates, new Candidate(moment.Start, moment.End, answer), gap: 1 / answer.Sample.Fps);
    }

    private async Task<IReadOnlyList<FoundEvent>> ConfirmAsync(
        Candidate candidate, double start, double end, CancellationToken cancellationToken)
    {
        var hits = new List<FoundEvent>();
        foreach (var moment in search.Refine
            ? await RefineAsync(candidate, start, end, cancellationToken).ConfigureAwait(false)
            : [candidate])
        {
            if (confirmed.Any(moment.IsSame))
                continue;
            var raw = candidate.Answers.Concat(search.Refine ? moment.Answers : []).Select(answer => answer.Text);
            if (await VerifyAsync(moment, [.. raw], cancellationToken).ConfigureAwait(false) is not { } hit)
                continue;
            hits.Add(hit);
            confirmed.Add(hit);
        }

        return hits;
    }

    /// <summary>Looks at a candidate at a higher rate, in one window or a few.</summary>
    private async Task<IReadOnlyList<Candidate>> RefineAsync(
        Candidate candidate, double start, double end, CancellationToken cancellationToken)
    {
        // frames before and after show that it was not there yet, and not any more
        var step = 1 / candidate.Answers[0].Sample.Fps;
        var (from, to) = (Math.Max(start, candidate.Start - 2 * step), Math.Min(end, candidate.End + 2 * step));
        var fps = Math.Min(search.FineFps, search.WindowFrames * MaxFineWindows / (to - from));
        var moments = new List<Candidate>();
        var windows = WindowPlan.Cover(video, from, to, fps, search.WindowFrames, search.OverlapFrames, asker.Options);
        await foreach (var answer in asker.AskEachAsync(video, windows, question, cancellationToken).ConfigureAwait(false))
            Collect(answer, moments);

        // what lies in the margin alone is another candidate's
        return [
            .. moments.Where(moment => moment.Start <= candidate.End + step && moment.End >= candidate.Start - step)
                .OrderBy(moment => moment.Start)
        ];
    }

    /// <summary>Asks whether it is to be seen indeed; null where it is not.</summary>
    private async Task<FoundEvent?> VerifyAsync(Candidate moment, IReadOnlyList<string> raw, CancellationToken cancellationToken)
    {
        var middle = (moment.Start + moment.End) / 2;
        var answer = moment.Answers.MinBy(answer => Math.Abs(answer.Sample.Nearest(middle).Seconds - middle))!;
        bool? verified = null;
        var confidence = answer.Confidence;
        if (search.Verify != VideoVerification.None)
        {
            var (text, sure) = await AskAgainAsync(answer.Sample, middle, cancellationToken).ConfigureAwait(false);
            verified = YesNo.Read(text);
            if (verified == false)
                return null;
            if (verified == true)
                confidence = sure;
            raw = [.. raw, text];
        }

        return new FoundEvent
        {
            Start = moment.Start,
            End = moment.End,
            Verified = verified,
            Confidence = confidence,
            Precision = 1 / answer.Sample.Fps,
            Frame = VideoReport.Frame(answer.Sample, middle),
            Notes = VideoReport.Notes(video, moment.Answers),
            RawText = raw,
        };
    }

    private async Task<(string Text, double? Confidence)> AskAgainAsync(
        SampledWindow sample, double middle, CancellationToken cancellationToken)
    {
        if (search.Verify == VideoVerification.KeyFrame)
        {
            var size = SmartResize.Fit(video.Size, search.KeyFramePixels, 2 * search.KeyFramePixels);
            var frames = await video.ReadAsync([middle], size, cancellationToken).ConfigureAwait(false);
            if (frames is [var frame, ..])
                return await asker.AskAsync(frame.Picture, verification, cancellationToken).ConfigureAwait(false);
        }

        // the same frames again: the client has them in its cache
        var second = await asker.AskAsync(sample, verification, cancellationToken).ConfigureAwait(false);
        return (second.Text, second.Confidence);
    }

    private void Report(string stage, double position, double start, double end)
    {
        var (done, total) = (position - start, end - start);
        TimeSpan? left = done > 0 ? watch.Elapsed * Math.Max(0, total / done - 1) : null;
        progress?.Report(new VideoProgress(stage, done, total, confirmed.Count, left));
    }
}
