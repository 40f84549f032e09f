using Qwen.Videos.Parsing;

namespace Qwen.Videos.Spans;

/// <summary>Brings moments to the clock of the file and inside what was sampled. What lies outside was not seen: it is no answer.</summary>
internal static class MomentMapper
{
    public const string Swapped = "Swapped start and end of reversed times.";
    public const string Outside = "Left out times outside the frames that were seen.";
    public const string Clamped = "Moved times beyond the frames that were seen to their edge.";

    /// <summary>The moments of an answer in seconds of the file, in order of time.</summary>
    public static IReadOnlyList<ParsedMoment> Map(WindowAnswer answer, int limit)
    {
        var parsed = MomentParser.Parse(answer.Text);
        answer.Notes.AddAll(parsed.Repairs);
        var sample = answer.Sample;
        var end = Math.Min(sample.Last + 1 / sample.Fps, Math.Max(sample.Last, sample.Window.End)); // the last frame stays for an interval
        var moments = new List<ParsedMoment>();
        foreach (var moment in parsed.Items)
        {
            if (moment.Start > moment.End)
                answer.Notes.Add(Swapped);
            var (from, to) = (sample.First + Math.Min(moment.Start, moment.End), sample.First + Math.Max(moment.Start, moment.End));
            if (from > end || to < sample.First || !double.IsFinite(from + to))
            {
                answer.Notes.Add(Outside);
                continue;
            }

            if (from < sample.First || to > end)
                answer.Notes.Add(Clamped);
            moments.Add(moment with { Start = Math.Max(from, sample.First), End = Math.Min(to, end) });
        }

        if (moments.Count > limit)
            answer.Notes.Add($"Left out what goes beyond {limit} moments.");
        return [.. moments.Take(limit).OrderBy(moment => moment.Start)];
    }
}
