using System.Diagnostics;
using System.Globalization;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Runtime;
using Qwen.VisionLanguage.Text;

namespace Qwen.Benchmarks;

/// <summary>What a device loses where other programs keep processors busy, beside what equal shares would leave it.</summary>
internal static class NeighbourBench
{
    private const int Rounds = 3;
    private const int PrefillTokens = 128;
    private const int Steps = 16;
    private const int MostBusy = 2;

    /// <summary>Measures prompts and steps beside none, one and two programs that never rest.</summary>
    public static async Task<int> RunAsync(string folder, QwenPrecision precision, string device)
    {
        using var checkpoint = Checkpoint.Open(folder);
        var options = new QwenModelOptions { Precision = precision, PrefixCacheEntries = 0, VisionCacheBytes = 0 };
        using var engine = EngineLoader.Open(checkpoint, DeviceProfile.Parse(device)[0], options, null, CancellationToken.None);
        using (var first = new SequenceRun(engine, Prompt(engine, 0), Steps))
            await first.PrefillAsync(CancellationToken.None);

        var prefill = Enumerable.Range(0, MostBusy + 1).Select(_ => new List<double>()).ToList();
        var decode = Enumerable.Range(0, MostBusy + 1).Select(_ => new List<double>()).ToList();
        for (var round = 0; round < Rounds; round++)
        {
            for (var busy = 0; busy <= MostBusy; busy++) // in turn: what else happens hits all alike
            {
                var others = Enumerable.Range(0, busy).Select(_ => Process.Start("sh", ["-c", "while :; do :; done"])).ToList();
                try
                {
                    using var run = new SequenceRun(engine, Prompt(engine, 1 + round * (MostBusy + 1) + busy), Steps);
                    var start = Stopwatch.GetTimestamp();
                    await run.PrefillAsync(CancellationToken.None);
                    prefill[busy].Add(PrefillTokens / Stopwatch.GetElapsedTime(start).TotalSeconds);
                    start = Stopwatch.GetTimestamp();
                    for (var n = 0; n < Steps; n++)
                        await run.StepAsync(11 + n, CancellationToken.None);
                    decode[busy].Add(Steps / Stopwatch.GetElapsedTime(start).TotalSeconds);
                }
                finally
                {
                    foreach (var other in others)
                    {
                        other.Kill();
                        other.Dispose();
                    }
                }
            }
        }

        Console.WriteLine(
            $"| {device}, {precision}: busy programs beside | equal shares leave | prefill, tok/s | of alone | decode, tok/s | of alone |");
        Console.WriteLine("|---|---|---|---|---|---|");
        var processors = (double)Environment.ProcessorCount;
        for (var busy = 0; busy <= MostBusy; busy++)
        {
            var (p, d) = (Median(prefill[busy]), Median(decode[busy]));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {busy} | {processors / (processors + busy):p0} | {p:f1} | {p / Median(prefill[0]):p0} | {d:f1} "
                + $"| {d / Median(decode[0]):p0} |"));
        }

        return 0;
    }

    private static PromptPlan Prompt(InferenceEngine engine, int number)
        => PromptPlan.Create(
            new ChatPrompt([.. Enumerable.Range(0, PrefillTokens).Select(n => 11 + (n * 7919 + number) % 200)], [], ""),
            engine.Checkpoint.Config);

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
