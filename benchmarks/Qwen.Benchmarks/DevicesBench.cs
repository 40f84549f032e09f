using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Runtime;
using Qwen.VisionLanguage.Text;

namespace Qwen.Benchmarks;

/// <summary>
/// Our CPU device against ONNX Runtime's, each in a process of its own and in turn, so that memory and caches are its own.
/// </summary>
internal static class DevicesBench
{
    private const string Marker = "figures: ";
    private const int Rounds = 3;
    private const int PrefillTokens = 512;
    private const int DecodeTokens = 24;
    private const int Callers = 8;

    /// <summary>Measures both devices and prints a row per measure, the ratios last.</summary>
    public static async Task<int> RunAsync(string folder, QwenPrecision precision)
    {
        var (ours, theirs) = (new List<DeviceFigures>(), new List<DeviceFigures>());
        for (var round = 0; round < Rounds; round++)
        {
            ours.Add(await MeasureApartAsync(folder, precision, "native-cpu"));
            theirs.Add(await MeasureApartAsync(folder, precision, "onnx-cpu"));
        }

        Console.WriteLine($"{"median of " + Rounds,-28} {"native-cpu",12} {"onnx-cpu",12} {"ratio",8}");
        var weights = WeightBytes(folder, precision);
        var prefill = Row("prefill 512, tok/s", f => f.Prefill);
        var decode = Row("decode, tok/s", f => f.Decode);
        var encoder = Row("encoder 448², pictures/s", f => f.Encoder448);
        Row("encoder 1036², pictures/s", f => f.Encoder1036);
        Row("eight callers, tok/s", f => f.Callers8);
        var callers = Own("eight callers over one", f => f.Callers8 / f.Decode);
        var step = Own("step of 8 over step of 1", f => f.Step8 / f.Step);
        var load = Own("load, s", f => f.Load);
        var memory = Own("peak memory over weights", f => f.TextMemory / weights);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"ratios: prefill {prefill:f2} decode {decode:f2} encoder448 {encoder:f2} callers8 {callers:f2} step8 {step:f2} load "
            + $"{load:f2} memory {memory:f2}"));
        return 0;

        double Row(string what, Func<DeviceFigures, double> figure)
        {
            var (a, b) = (Median(ours.Select(figure)), Median(theirs.Select(figure)));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-28} {a,12:f2} {b,12:f2} {a / b,8:f2}"));
            return a / b;
        }

        double Own(string what, Func<DeviceFigures, double> figure)
        {
            Row(what, figure);
            return Median(ours.Select(figure));
        }
    }

    /// <summary>Measures one device in this process.</summary>
    public static async Task<int> RunOneAsync(string folder, QwenPrecision precision, string device)
    {
        var start = Stopwatch.GetTimestamp();
        using var checkpoint = Checkpoint.Open(folder);
        var options = new QwenModelOptions { Precision = precision, PrefixCacheEntries = 0, VisionCacheBytes = 0 };
        using var engine = EngineLoader.Open(checkpoint, DeviceProfile.Parse(device)[0], options, null, CancellationToken.None);
        var load = Stopwatch.GetElapsedTime(start).TotalSeconds;

        using var run = new SequenceRun(engine, Prompt(engine, PrefillTokens), 1000);
        await run.PrefillAsync(CancellationToken.None);
        var prefill = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            using var other = new SequenceRun(engine, Prompt(engine, PrefillTokens, 1 + round), 1);
            prefill.Add(await Seconds(() => other.PrefillAsync(CancellationToken.None)));
        }

        var step = await StepSeconds(run, 1);
        var step8 = await StepSeconds(run, 8);
        var callers = await CallersSeconds(engine);
        var memory = PeakBytes();
        double[] encoder = [await EncoderSeconds(engine, 448), await EncoderSeconds(engine, 1036)];
        var figures = new DeviceFigures(
            load, PrefillTokens / Median(prefill), 1 / step, step, step8, Callers * DecodeTokens / callers, memory, 1 / encoder[0],
            1 / encoder[1]);
        Console.WriteLine(Marker + JsonSerializer.Serialize(figures));
        return 0;
    }

    private static async Task<double> StepSeconds(SequenceRun run, int tokens)
    {
        var times = new List<double>();
        for (var n = 0; n < DecodeTokens; n++)
            times.Add(
                await Seconds(async () => await run.StepAsync([.. Enumerable.Range(11 + n, tokens)], tokens, CancellationToken.None)));
        return Median(times);
    }

    /// <summary>Eight conversations, each on a thread of its own, from the first step to the end of the last.</summary>
    private static async Task<double> CallersSeconds(InferenceEngine engine)
    {
        var runs = new List<SequenceRun>();
        for (var caller = 0; caller < Callers; caller++)
        {
            runs.Add(new SequenceRun(engine, Prompt(engine, 64 + caller), DecodeTokens));
            await runs[^1].PrefillAsync(CancellationToken.None);
        }

        var seconds = await Seconds(() => Task.WhenAll(runs.Select(run => Task.Run(async () =>
        {
            for (var n = 0; n < DecodeTokens; n++)
                await run.StepAsync(11 + n, CancellationToken.None);
        }))));
        runs.ForEach(run => run.Dispose());
        return seconds;
    }

    private static async Task<double> EncoderSeconds(InferenceEngine engine, int edge)
    {
        var checkpoint = engine.Checkpoint;
        var picture = ImagePreparer.Prepare(
            new RgbImage(edge, edge, new byte[edge * edge * 3]), checkpoint.Preprocessor, checkpoint.Config.Vision);
        var times = new List<double>();
        for (var round = 0; round < (edge > 600 ? 1 : Rounds); round++)
            times.Add(await Seconds(async () => await engine.EncodeAsync(new VisionRun(0, picture, 0, 0), CancellationToken.None)));
        return Median(times);
    }

    /// <summary>A prompt that begins like no other of another number: nothing of it is in place already.</summary>
    private static PromptPlan Prompt(InferenceEngine engine, int tokens, int number = 0)
        => PromptPlan.Create(
            new ChatPrompt([.. Enumerable.Range(0, tokens).Select(n => 11 + (n * 7919 + number) % 200)], [], ""), engine.Checkpoint.Config);

    private static async Task<DeviceFigures> MeasureApartAsync(string folder, QwenPrecision precision, string device)
    {
        // "dotnet run" starts the program's own executable, "dotnet FILE.dll" the host, which has to be told the file
        var program = Environment.ProcessPath!;
        string[] file = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(DevicesBench).Assembly.Location] : [];
        using var process = Process.Start(new ProcessStartInfo(
            program, [.. file, "device", folder, precision.ToString(), device])
            {
                RedirectStandardOutput = true
            })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var line = output.Split('\n').FirstOrDefault(line => line.StartsWith(Marker, StringComparison.Ordinal))
            ?? throw new QwenException($"{device} ended with {process.ExitCode} and gave no figures: {output}");
        return JsonSerializer.Deserialize<DeviceFigures>(line[Marker.Length..])!;
    }

    /// <summary>Bytes of the decoder's packed file.</summary>
    private static double WeightBytes(string folder, QwenPrecision precision)
        => new FileInfo(Path.Combine(
            folder, ".qwenvl", precision == QwenPrecision.Float32 ? "fp32" : precision.ToString().ToLowerInvariant(),
            "decoder.packed.bin")).Length;

    private static double PeakBytes()
    {
        if (!File.Exists("/proc/self/status"))
            return Process.GetCurrentProcess().PeakWorkingSet64;
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(':')[1].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
    }

    private static async Task<double> Seconds(Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
