using System.Globalization;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Runtime;
using Qwen.VisionLanguage.Text;

namespace Qwen.Benchmarks;

/// <summary>Which memory is resident after each stage of a text question, by what it belongs to. On Linux.</summary>
internal static class MemoryBench
{
    private const int PromptTokens = 512;
    private const int Callers = 8;
    private static readonly string[] Columns = ["resident", "weights", "checkpoint", "programs", "heap", "other"];

    /// <summary>Loads a converted checkpoint on our CPU device, asks it, and prints a row for each stage, in megabytes.</summary>
    public static async Task<int> RunAsync(string folder, QwenPrecision precision)
    {
        Console.WriteLine($"{"MB",-24}" + string.Concat(Columns.Select(column => $"{column,11}")) + $"{"peak",11}");
        Row("program started");
        using var checkpoint = Checkpoint.Open(folder);
        Row("checkpoint open");
        var options = new QwenModelOptions { Precision = precision, PrefixCacheEntries = 0, VisionCacheBytes = 0 };
        using var engine = EngineLoader.Open(checkpoint, DeviceProfile.Parse("native-cpu")[0], options, null, CancellationToken.None);
        Row("loaded");

        using var run = new SequenceRun(engine, Prompt(engine, PromptTokens), 1000);
        await run.PrefillAsync(CancellationToken.None);
        Row($"prompt of {PromptTokens}");
        for (var n = 0; n < 8; n++)
            await run.StepAsync(11 + n, CancellationToken.None);
        Row("8 steps");
        await run.StepAsync([.. Enumerable.Range(11, 8)], 8, CancellationToken.None);
        Row("a step of 8");
        var runs = Enumerable.Range(0, Callers).Select(caller => new SequenceRun(engine, Prompt(engine, 64 + caller), 24)).ToList();
        await Task.WhenAll(runs.Select(async one =>
        {
            await one.PrefillAsync(CancellationToken.None);
            for (var n = 0; n < 8; n++)
                await one.StepAsync(11 + n, CancellationToken.None);
        }));
        Row($"{Callers} callers");
        runs.ForEach(one => one.Dispose());
        Row("callers gone");
        return 0;
    }

    private static PromptPlan Prompt(InferenceEngine engine, int tokens)
        => PromptPlan.Create(
            new ChatPrompt([.. Enumerable.Range(0, tokens).Select(n => 11 + (n * 7919 + tokens) % 200)], [], ""), engine.Checkpoint.Config);

    private static void Row(string stage)
    {
        var bytes = new Dictionary<string, long>();
        var owner = "";
        foreach (var line in File.ReadLines("/proc/self/smaps"))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (!words[0].EndsWith(':'))
                owner = Owner(words.Length > 5 ? words[^1] : "");
            else if (words[0] == "Rss:")
                bytes[owner] = bytes.GetValueOrDefault(owner) + Kilobytes(words[1]);
        }

        bytes["resident"] = bytes.Values.Sum();
        // what the collector holds is part of the memory without a name
        bytes["heap"] = GC.GetTotalMemory(forceFullCollection: false);
        bytes["other"] -= bytes["heap"];
        var peak = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM", StringComparison.Ordinal));
        var figures = Columns.Select(column => bytes.GetValueOrDefault(column))
            .Append(Kilobytes(peak.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]));
        Console.WriteLine($"{stage,-24}" + string.Concat(
            figures.Select(figure => string.Create(CultureInfo.InvariantCulture, $"{figure / 1e6,11:f0}"))));
    }

    private static long Kilobytes(string number) => 1024 * long.Parse(number, CultureInfo.InvariantCulture);

    private static string Owner(string file) => Path.GetExtension(file) switch
    {
        _ when file.EndsWith(".packed.bin", StringComparison.Ordinal) => "weights",
        ".safetensors" => "checkpoint",
        _ when file.StartsWith('/') => "programs",
        _ => "other",
    };
}
