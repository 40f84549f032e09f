using System.Globalization;
using System.Numerics.Tensors;
using Qwen.Cli.Evaluation;
using Qwen.Extensions.AI;
using Qwen.Testing;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Graphs;
using Qwen.VisionLanguage.Runtime;
using Qwen.VisionLanguage.Runtime.Calibration;
using Qwen.VisionLanguage.Runtime.Cpu;

namespace Qwen.Benchmarks;

/// <summary>What rounding costs: error of the decoder's products and of logits, and right answers. Counts, not times.</summary>
internal static class RoundingBench
{
    private const int LogitCases = 60;

    /// <summary>Measures a folder of cases, whose checkpoint is the folder around it.</summary>
    public static async Task<int> RunAsync(string cases, string[] names)
    {
        cases = Path.GetFullPath(cases);
        Environment.SetEnvironmentVariable("QWENVL_HELDOUT", cases);
        var work = Directory.CreateTempSubdirectory("qwenvl-rounding-").FullName;
        try
        {
            using var checkpoint = Checkpoint.Open(HeldOutCase.Checkpoint);
            var calibration = Calibrator.Run(
                checkpoint, CalibrationInput.Open(null), new QwenModelOptions(), work, null, CancellationToken.None);
            Console.WriteLine($"# {checkpoint.Folder}: {Directory.GetFiles(cases, "*.png").Length} pictures");
            Console.WriteLine("| weights | bytes a weight | ns of processor a weight | products | logits | right | as recorded |");
            Console.WriteLine("|---|---|---|---|---|---|---|");
            var exact = await LogitsAsync(checkpoint.Folder, new QwenModelOptions { Precision = QwenPrecision.Float32 }, work);
            foreach (var precision in new[] { QwenPrecision.Float32, QwenPrecision.Int8, QwenPrecision.Int4, QwenPrecision.Int4Plus })
            {
                foreach (var calibrate in precision < QwenPrecision.Int4 ? new[] { false } : [false, true])
                {
                    var name = $"form {precision}{(calibrate ? ", calibrated" : "")}";
                    if (Wanted(name))
                        await ReportAsync(name, checkpoint.Folder, new() { Precision = precision, Calibrate = calibrate }, null);
                }
            }

            foreach (var (name, bytes, round) in Rounding.All(checkpoint, calibration))
            {
                if (!Wanted(name))
                    continue;
                var folder = Path.Combine(work, "rounded");
                var error = new ProductError(calibration);
                RoundedCheckpoint.Write(checkpoint, folder, (matrix, numbers, columns) =>
                {
                    var before = (float[])numbers.Clone();
                    var start = Environment.CpuUsage.TotalTime;
                    round(matrix, numbers, columns);
                    error.Time += Environment.CpuUsage.TotalTime - start;
                    error.Add(matrix, before, numbers, columns);
                });
                await ReportAsync(name, folder, new() { Precision = QwenPrecision.Float32 }, error, bytes);
                Directory.Delete(folder, recursive: true);
            }

            async Task ReportAsync(string name, string folder, QwenModelOptions options, ProductError? error, double known = 0)
            {
                options = options with { Device = "native-cpu", ConvertedFolder = NewFolder(work) };
                var logits = RelativeError(exact, await LogitsAsync(folder, options, work));
                var (right, equal, count) = await AnswersAsync(cases, folder, options);
                var bytes = error is null ? BytesOfWeight(checkpoint, options.ConvertedFolder) : known;
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {bytes:f3} | {error?.Nanoseconds:f1} | {error?.Mean:f4} | {logits:f4} | {right} of {count} | {equal} |"));
            }
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }

        return 0;

        bool Wanted(string name) => names.Length == 0 || names.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Logits of every token of recorded answers, centred row by row.</summary>
    private static async Task<List<float[]>> LogitsAsync(string folder, QwenModelOptions options, string work)
    {
        using var checkpoint = Checkpoint.Open(folder);
        options = options with { PrefixCacheEntries = 0, ConvertedFolder = options.ConvertedFolder ?? NewFolder(work) };
        using var engine = EngineLoader.Open(checkpoint, DeviceProfile.Parse("native-cpu")[0], options, null, CancellationToken.None);
        return await AnswerLogits.ReadAsync(engine, AnswerLogits.Recorded(checkpoint, LogitCases));
    }

    private static double BytesOfWeight(Checkpoint checkpoint, string converted)
    {
        var weights = CheckpointLayout.Tensors(checkpoint.Config).Where(tensor => RoundedCheckpoint.IsMatrix(tensor.Name))
            .Sum(tensor => tensor.Shape.Aggregate(1L, (product, length) => product * length));
        var file = Directory.EnumerateFiles(converted, "decoder.packed.bin", SearchOption.AllDirectories).Single();
        return new FileInfo(file).Length / (double)weights;
    }

    private static string NewFolder(string work) => Directory.CreateDirectory(Path.Combine(work, Path.GetRandomFileName())).FullName;

    private static double RelativeError(List<float[]> exact, List<float[]> other)
    {
        var (error, size) = (0.0, 0.0);
        foreach (var (a, b) in exact.Zip(other))
        {
            error += Math.Pow(TensorPrimitives.Distance<float>(a, b), 2);
            size += TensorPrimitives.SumOfSquares<float>(a);
        }

        return Math.Sqrt(error / size);
    }

    private static async Task<(int Right, int Equal, int Count)> AnswersAsync(
        string cases, string folder, QwenModelOptions options)
    {
        await using var model = await QwenModel.LoadAsync(folder, options);
        using var client = new QwenChatClient(model);
        var (right, equal, count) = (0, 0, 0);
        await foreach (var result in new Evaluator(client, cases).RunAsync(CaseFolder.Read(cases), CancellationToken.None))
        {
            count++;
            right += result.Right ? 1 : 0;
            equal += result.Equal == true ? 1 : 0;
        }

        return (right, equal, count);
    }
}
