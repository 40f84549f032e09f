using System.Globalization;
using System.Numerics.Tensors;
using Qwen.Testing;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Graphs;
using Qwen.VisionLanguage.Runtime;
using Qwen.VisionLanguage.Runtime.Cpu;
using Qwen.VisionLanguage.Runtime.Cpu.Kernels;
using Qwen.VisionLanguage.Runtime.Cpu.Pages;
using Qwen.VisionLanguage.Runtime.Cpu.Weights;

namespace Qwen.Benchmarks;

/// <summary>
/// What keys and values of 16 bits cost beside weights of 32, so that nothing else differs: error of logits, and tokens that would be
/// other ones. Published checkpoints have key biases of some hundreds, tiny ones and the demo model have none, so that each is measured
/// again with such an offset on its slowest pair of dimensions, where rotation hardly turns it and softmax takes it out. Counts, not times.
/// </summary>
internal static class HalvesBench
{
    private const int DemoCases = 60;
    private static readonly float[] Offsets = [0, 30, 100, 300];

    /// <summary>Measures the tiny checkpoints of the golden data and the demo model.</summary>
    public static async Task<int> RunAsync()
    {
        Console.WriteLine("| checkpoint | key offset | largest key bias | tokens | logits | largest difference | other first token |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var group in GoldenModelCase.All().GroupBy(golden => golden.CheckpointFolder()))
        {
            await ReportAsync(group.Key, checkpoint => [.. group.Select(
                golden => (PromptPlan.Create(golden.Prompt(checkpoint.Config), checkpoint.Config), golden.Greedy))]);
        }

        Environment.SetEnvironmentVariable("QWENVL_HELDOUT", Path.Combine(RepositoryFiles.DemoCheckpoint, "cases"));
        await ReportAsync(RepositoryFiles.DemoCheckpoint, checkpoint => AnswerLogits.Recorded(checkpoint, DemoCases));
        return 0;
    }

    private static async Task ReportAsync(string folder, Func<Checkpoint, List<(PromptPlan Plan, int[] Answer)>> cases)
    {
        foreach (var offset in Offsets)
        {
            var work = Directory.CreateTempSubdirectory("qwenvl-halves-").FullName;
            try
            {
                using var source = Checkpoint.Open(folder);
                var dim = source.Config.Text.HeadDim;
                var (written, largest) = (Path.Combine(work, "checkpoint"), 0f);
                RoundedCheckpoint.Write(source, written, (_, _, _) => { }, (name, numbers) =>
                {
                    if (!name.EndsWith("k_proj.bias", StringComparison.Ordinal))
                        return;
                    for (var i = 0; i < numbers.Length; i++)
                        numbers[i] += (i % dim + 1) % (dim / 2) == 0 ? offset : 0;
                    largest = Math.Max(largest, Math.Abs(TensorPrimitives.MaxMagnitude<float>(numbers)));
                });
                using var checkpoint = Checkpoint.Open(written);
                var (exact, halves) = (await LogitsAsync(checkpoint, work, false, cases), await LogitsAsync(checkpoint, work, true, cases));
                var (error, size, difference, others) = (0.0, 0.0, 0f, 0);
                foreach (var (a, b) in exact.Zip(halves))
                {
                    error += Math.Pow(TensorPrimitives.Distance<float>(a, b), 2);
                    size += TensorPrimitives.SumOfSquares<float>(a);
                    others += TensorPrimitives.IndexOfMax<float>(a) == TensorPrimitives.IndexOfMax<float>(b) ? 0 : 1;
                    TensorPrimitives.Subtract(a, b, b);
                    difference = Math.Max(difference, Math.Abs(TensorPrimitives.MaxMagnitude<float>(b)));
                }

                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {Path.GetFileName(folder)} | {offset} | {largest:f1} | {exact.Count} | {Math.Sqrt(error / size):e1} | "
                    + $"{difference:e1} | {others} |"));
            }
            finally
            {
                Directory.Delete(work, recursive: true);
            }
        }
    }

    /// <summary>Logits behind the prompt and every token of the answers, centred row by row; weights of 32 bits either way.</summary>
    private static async Task<List<float[]>> LogitsAsync(
        Checkpoint checkpoint, string work, bool halves, Func<Checkpoint, List<(PromptPlan Plan, int[] Answer)>> cases)
    {
        var device = DeviceProfile.Parse("native-cpu")[0];
        var options = new QwenModelOptions
        {
            Precision = QwenPrecision.Float32, PrefixCacheEntries = 0, ConvertedFolder = Path.Combine(work, "converted"),
        };
        using var engine = EngineLoader.Open(checkpoint, device, options, null, CancellationToken.None);
        var weights = new DecoderWeights(new WeightPlan(checkpoint, QwenPrecision.Float32));
        var file = Directory.EnumerateFiles(
            options.ConvertedFolder, PackedConversion.DecoderFile, SearchOption.AllDirectories).Single();
        using var decoder = new CpuDecoder(
            new CpuMachine(KernelFamily.Choose(), null, null), new PackedFile(file, weights.Layout), weights, checkpoint.Config.Text,
            KeyValuePages.Create(checkpoint.Config.Text, halves, options));
        var chosen = new InferenceEngine(checkpoint, device, engine.Encoder, decoder, options);
        var result = await AnswerLogits.ReadAsync(chosen, cases(checkpoint));
        chosen.Prefixes.Dispose();
        return result;
    }
}
