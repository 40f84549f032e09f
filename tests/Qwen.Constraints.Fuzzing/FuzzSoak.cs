using System.Diagnostics;

namespace Qwen.Constraints.Fuzzing;

/// <summary>Runs very many inputs in children, and says what came out of it.</summary>
internal static class FuzzSoak
{
    private const int PerChild = 500;

    public static int Run(int first, int count)
    {
        var begun = Stopwatch.GetTimestamp();
        var results = new Dictionary<string, int>();
        var findings = new List<string>();
        long peak = 0;
        (double Time, string Name) slowestCompile = (0, ""), slowestToken = (0, "");
        (long Steps, string Name) most = (0, "");
        Parallel.ForEach(
            Enumerable.Range(0, (count + PerChild - 1) / PerChild).Select(i => first + (i * PerChild)),
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            start =>
            {
                // behind an input that ends its process the next child goes on
                var end = Math.Min(first + count, start + PerChild);
                for (var at = start; at < end;)
                {
                    var report = FuzzChild.Run(["inputs", $"{at}", $"{end - at}"], TimeSpan.FromMinutes(10));
                    lock (results)
                    {
                        foreach (var line in report.Lines)
                        {
                            results[line.Result] = results.GetValueOrDefault(line.Result) + 1;
                            slowestCompile = line.CompileMilliseconds > slowestCompile.Time
                                ? (line.CompileMilliseconds, line.Name)
                                : slowestCompile;
                            slowestToken = line.TokenMilliseconds > slowestToken.Time ? (line.TokenMilliseconds, line.Name) : slowestToken;
                            most = line.Work > most.Steps ? (line.Work, line.Name) : most;
                            if (line.IsFinding)
                                findings.Add($"{line.Name}: {line.Result} {line.Detail}");
                        }

                        peak = Math.Max(peak, report.PeakMegabytes);
                        if (report.Unfinished is { } ended)
                            findings.Add($"{ended}: ended the process ({report.ExitCode})");
                    }

                    at = report.Unfinished is { } seed ? int.Parse(seed, System.Globalization.CultureInfo.InvariantCulture) + 1 : end;
                }
            });
        Console.WriteLine(
            $"inputs {count} from seed {first}, {Stopwatch.GetElapsedTime(begun).TotalSeconds:F0} s, peak {peak} MB, slowest compilation "
            + $"{slowestCompile.Time:F0} ms ({slowestCompile.Name}), slowest token {slowestToken.Time:F0} ms ({slowestToken.Name}), "
            + $"most work {most.Steps / 1e6:F1} million steps ({most.Name})");
        Console.WriteLine(string.Join(", ", results.OrderByDescending(r => r.Value).Select(r => $"{r.Key} {r.Value}")));
        foreach (var finding in findings)
            Console.WriteLine(finding);
        return findings.Count == 0 ? 0 : 1;
    }
}
