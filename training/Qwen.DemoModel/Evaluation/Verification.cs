using Qwen.DemoModel.Data;
using Qwen.DemoModel.Drawing;
using Qwen.DemoModel.Model;
using Qwen.DemoModel.Tasks;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Positions;
using Qwen.VisionLanguage.Runtime;
using Qwen.VisionLanguage.Text;
using static TorchSharp.torch;

namespace Qwen.DemoModel.Evaluation;

/// <summary>Compares the trained network with the engine that runs in the product, on the same weights in fp32.</summary>
internal static class Verification
{
    /// <summary>Largest difference that counts as equal: two orders of summation in fp32, over values up to about 20.</summary>
    public const double Tolerance = 2e-4;

    /// <summary>Compares pictures of every kind, packed and alone, and clips.</summary>
    public static async Task<bool> RunAsync(string folder, CancellationToken cancellationToken)
    {
        using var checkpoint = Checkpoint.Open(folder);
        var parameters = new Parameters(checkpoint.Config);
        Weights.Load(checkpoint, parameters);
        var tokenizer = QwenTokenizer.Load(folder);
        var packer = new Packer(tokenizer, checkpoint.Config, checkpoint.Preprocessor);
        var converted = Directory.CreateTempSubdirectory("qwen-verify");
        try
        {
            using var engine = EngineLoader.Open(
                checkpoint, DeviceProfile.Cpu,
                new QwenModelOptions { Precision = QwenPrecision.Float32, ConvertedFolder = converted.FullName }, null, cancellationToken);
            var comparison = new EngineComparison(
                engine, new QwenNetwork(parameters), packer, new ChatPromptBuilder(tokenizer, checkpoint.Config));
            var worst = 0.0;
            foreach (var bucket in Bucket.All.Values)
            {
                foreach (var (features, logits, name) in await comparison.CompareAsync(bucket, cancellationToken))
                {
                    Console.WriteLine(FormattableString.Invariant($"{name,-24} features {features:0.0e0}  logits {logits:0.0e0}"));
                    worst = Math.Max(worst, Math.Max(features, logits));
                }
            }

            Console.WriteLine(FormattableString.Invariant($"largest difference {worst:0.0e0}, allowed {Tolerance:0.0e0}"));
            return worst <= Tolerance;
        }
        finally
        {
            converted.Delete(recursive: true);
        }
    }
}
