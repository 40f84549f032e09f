using System.Globalization;

namespace Qwen.DemoModel.Training;

/// <summary>
/// The run's log: one line per figure and interval, <c>hours,step,samples,name,value</c>, so that a new figure needs no new
/// column. Appended to, also by a run that goes on.
/// </summary>
/// <param name="path">The CSV file.</param>
internal sealed class TrainingLog(string path)
{
    private readonly Dictionary<string, (double Sum, int Count)> running = [];

    /// <summary>Remembers figures of one batch for the next <see cref="Flush"/>.</summary>
    public void Add(string bucket, IReadOnlyDictionary<string, double> figures)
    {
        foreach (var (name, value) in figures.Where(figure => double.IsFinite(figure.Value)))
        {
            var key = $"{bucket}.{name}";
            var (sum, count) = running.GetValueOrDefault(key);
            running[key] = (sum + value, count + 1);
        }
    }

    /// <summary>Writes means and starts anew.</summary>
    /// <returns>What was written.</returns>
    public IReadOnlyDictionary<string, double> Flush(TrainingState at)
    {
        var means = running.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .ToDictionary(pair => pair.Key, pair => pair.Value.Sum / pair.Value.Count);
        running.Clear();
        if (!File.Exists(path))
            File.WriteAllText(path, "hours,step,samples,name,value\n");
        File.AppendAllLines(path, means.Select(pair => string.Create(
            CultureInfo.InvariantCulture, $"{at.Hours:0.0000},{at.Step},{at.Samples},{pair.Key},{pair.Value:0.0000}")));
        return means;
    }
}
