using System.Diagnostics;
using System.Globalization;
using Qwen.Testing;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Runtime;
using Qwen.VisionLanguage.Text;

namespace Qwen.Benchmarks;

/// <summary>Times a checkpoint of any size, stage by stage. Random weights do: time depends on shapes alone.</summary>
internal static class ModelBench
{
    private const int Rounds = 5;
    private const int PrefillTokens = 512;
    private const int DecodeTokens = 32;

    /// <summary>Writes a random checkpoint in a published shape as a Hugging Face folder.</summary>
    public static int WriteCheckpoint(string folder, string size)
    {
        var config = size switch
        {
            "3b" => RandomCheckpointSizes.Size3B,
            "7b" => RandomCheckpointSizes.Size7B,
            "tiny" => RandomCheckpointSizes.Tiny,
            _ => throw new QwenException($"There is no size '{size}': 3b, 7b or tiny."),
        };
        var watch = Stopwatch.StartNew();
        RandomCheckpoint.Write(folder, new RandomCheckpointOptions { Config = config, Shards = size == "tiny" ? 1 : 2 });
        Print("write checkpoint", $"{watch.Elapsed.TotalSeconds:f0} s");
        return 0;
    }

    /// <summary>Converts: time and peak memory of a process that does nothing else.</summary>
    public static int Convert(string folder, QwenPrecision precision)
    {
        var watch = Stopwatch.StartNew();
        using (var checkpoint = Checkpoint.Open(folder))
            EngineLoader.Convert(
                checkpoint, DeviceProfile.OnnxCpu, new QwenModelOptions { Precision = precision }, null, CancellationToken.None);
        Print($"convert to {precision}", $"{watch.Elapsed.TotalSeconds:f0} s, {Memory()}");
        return 0;
    }

    /// <summary>Loads and runs a converted checkpoint: encoder, prefill, decode, memory.</summary>
    public static async Task<int> RunAsync(string folder, QwenPrecision precision, int[] edges, bool text, string device)
    {
        var watch = Stopwatch.StartNew();
        using var checkpoint = Checkpoint.Open(folder);
        var options = new QwenModelOptions { Precision = precision, PrefixCacheEntries = 0, VisionCacheBytes = 0 };
        using var engine = EngineLoader.Open(checkpoint, DeviceProfile.Parse(device)[0], options, null, CancellationToken.None);
        Print("load", $"{watch.Elapsed.TotalSeconds:f1} s, {Memory()}");

        if (text)
            await MeasureTextAsync(engine);
        foreach (var edge in edges)
        {
            var picture = ImagePreparer.Prepare(
                new RgbImage(edge, edge, new byte[edge * edge * 3]), checkpoint.Preprocessor, checkpoint.Config.Vision);
            var times = new List<double>();
            for (var round = 0; round < (edge > 600 ? 2 : 3); round++)
                times.Add(await Seconds(async () => await engine.EncodeAsync(new VisionRun(0, picture, 0, 0), CancellationToken.None)));
            Print($"encoder {picture.ModelSize}", $"{Median(times):f2} s ({Range(times)}), {Memory()}");
        }

        Print("memory with encoder", Memory());
        return 0;
    }

    private static async Task MeasureTextAsync(InferenceEngine engine)
    {
        var plan = PromptPlan.Create(
            new ChatPrompt([.. Enumerable.Range(0, PrefillTokens).Select(n => 11 + n * 7919 % 200)], [], ""), engine.Checkpoint.Config);
        var (prefill, decode) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            using var run = new SequenceRun(engine, plan, DecodeTokens);
            prefill.Add(PrefillTokens / await Seconds(() => run.PrefillAsync(CancellationToken.None)));
            decode.Add(DecodeTokens / await Seconds(async () =>
            {
                for (var n = 0; n < DecodeTokens; n++)
                    await run.StepAsync(11 + n, CancellationToken.None);
            }));
        }

        Print($"prefill {PrefillTokens}", $"{Median(prefill):f1} tok/s ({Range(prefill)})");
        Print($"decode {DecodeTokens}", $"{Median(decode):f2} tok/s ({Range(decode)})");
        Print("memory after text", Memory());
    }

    private static async Task<double> Seconds(Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static string Range(List<double> values) =>
        string.Create(CultureInfo.InvariantCulture, $"{values.Min():f2} … {values.Max():f2}");

    /// <summary>
    /// Resident memory now and at its highest, and how much of it is anonymous: the rest are mapped files that the system can drop.
    /// </summary>
    private static string Memory()
    {
        if (!File.Exists("/proc/self/status"))
            return string.Create(CultureInfo.InvariantCulture, $"peak {Process.GetCurrentProcess().PeakWorkingSet64 / 1e9:f2} GB");
        var status = File.ReadLines("/proc/self/status").Select(line => line.Split(':', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        double Gigabytes(string key) =>
            long.Parse(status[key].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) * 1024 / 1e9;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"peak {Gigabytes("VmHWM"):f2} GB, now {Gigabytes("VmRSS"):f2} GB (anonymous {Gigabytes("RssAnon"):f2}, "
            + $"mapped {Gigabytes("RssFile"):f2})");
    }

    private static void Print(string what, string figure) => Console.WriteLine($"{what,-24} {figure}");
}
