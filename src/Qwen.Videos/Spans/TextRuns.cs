namespace Qwen.Videos.Spans;

/// <summary>Joins a text that was read in neighbouring windows to one entry that lasts from the first to the last.</summary>
internal sealed class TextRuns(int limit)
{
    private readonly List<VideoText> runs = [];
    private Dictionary<string, int> running = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The entries so far, in order of their start.</summary>
    public IReadOnlyList<VideoText> Texts => runs;

    /// <summary>Whether texts were left out.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Adds what stands in the next window.</summary>
    public void Add(IEnumerable<string> texts, SampledWindow sample, double end)
    {
        var now = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var text in texts)
        {
            if (running.TryGetValue(text, out var at))
                runs[at] = runs[at] with { End = end };
            else if (runs.Count < limit)
            {
                at = runs.Count;
                runs.Add(new VideoText { Text = text, Start = sample.First, End = end, Frame = VideoReport.Frame(sample, sample.First) });
            }
            else
            {
                IsFull = true;
                continue;
            }

            now[text] = at;
        }

        running = now;
    }
}
