using System.Globalization;

namespace Qwen.Constraints.Fuzzing;

/// <summary>What a child said of its inputs.</summary>
/// <param name="Lines">One for each input that was run to its end.</param>
/// <param name="Unfinished">The input at which the process ended, by itself or by its limits; null where it ended well.</param>
/// <param name="ExitCode">Its exit code; -1 where it was killed for its time.</param>
/// <param name="PeakMegabytes">Most memory that it had.</param>
/// <param name="Errors">What it wrote on the standard error.</param>
public sealed record FuzzReport(IReadOnlyList<FuzzLine> Lines, string? Unfinished, int ExitCode, long PeakMegabytes, string Errors)
{
    internal static FuzzReport Read(string output, int exitCode, string errors)
    {
        var lines = new List<FuzzLine>();
        string? unfinished = null;
        long peak = 0;
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.TrimEnd('\r').Split('\t', 6);
            if (parts is ["peak", var megabytes])
            {
                peak = long.Parse(megabytes, CultureInfo.InvariantCulture);
            }
            else if (parts.Length == 6 && parts[2].Length > 0)
            {
                var finding = parts[1].StartsWith("FINDING ", StringComparison.Ordinal);
                lines.Add(new FuzzLine(
                    parts[0], finding ? parts[1]["FINDING ".Length..] : parts[1], finding,
                    double.Parse(parts[2], CultureInfo.InvariantCulture), double.Parse(parts[3], CultureInfo.InvariantCulture),
                    long.Parse(parts[4], CultureInfo.InvariantCulture), parts[5]));
            }
            else
            {
                unfinished = parts[0];
            }
        }

        return new FuzzReport(lines, unfinished, exitCode, peak, errors);
    }
}
