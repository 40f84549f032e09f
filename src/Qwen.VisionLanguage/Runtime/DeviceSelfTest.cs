using System.Collections.Concurrent;
using System.Globalization;
using System.Numerics.Tensors;
using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Runtime;

/// <summary>
/// Runs a tiny model on a device and on ONNX Runtime's CPU before a real one is entrusted to it: providers are known to give wrong numbers
/// without an error. Once per device and process; takes a second or two.
/// </summary>
internal static class DeviceSelfTest
{
    private const int PatchRows = 6;
    private const int PatchColumns = 10;

    /// <summary>More than the 32 rows from which on a fused attention kernel was seen to fail.</summary>
    private const int PromptTokens = 40;

    private static readonly ConcurrentDictionary<string, string?> Results = new();

    /// <summary>Compares the device with the CPU.</summary>
    /// <returns>Null when they agree, otherwise one sentence on what differs.</returns>
    public static string? Check(DeviceProfile device, CancellationToken cancellationToken)
        => Results.GetOrAdd(device.Name, _ => Compare(device, cancellationToken));

    /// <summary>Compares without remembering the result.</summary>
    public static string? Compare(DeviceProfile device, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("qwenvl-selftest-").FullName;
        try
        {
            SelfTestCheckpoint.Write(folder);
            using var checkpoint = Checkpoint.Open(folder);
            // integer weights: the CPU rounds activations to 8 bits before it multiplies, other devices do not
            return Compare(checkpoint, device, QwenPrecision.Float32, device.Half ? 0.05f : 0.002f, cancellationToken)
                ?? Compare(checkpoint, device, QwenPrecision.Int4, 0.2f, cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string? Compare(
        Checkpoint checkpoint, DeviceProfile device, QwenPrecision precision, float tolerance, CancellationToken cancellationToken)
    {
        var options = new QwenModelOptions { Precision = precision, PrefixCacheEntries = 0 };
        var expected = Run(checkpoint, DeviceProfile.OnnxCpu, options, cancellationToken);
        var actual = Run(checkpoint, device, options, cancellationToken);
        foreach (var ((stage, right), (_, found)) in expected.Zip(actual))
        {
            var difference = new float[right.Length];
            TensorPrimitives.Subtract(found, right, difference);
            var error =
                MathF.Abs(TensorPrimitives.MaxMagnitude<float>(difference)) / MathF.Abs(TensorPrimitives.MaxMagnitude<float>(right));
            if (!(error <= tolerance)) // also when it is no number
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{device.Name} fails its self test: {stage} with {precision} weights is off by {error:p1}");
        }

        return null;
    }

    private static List<(string Stage, float[] Values)> Run(
        Checkpoint checkpoint, DeviceProfile device, QwenModelOptions options, CancellationToken cancellationToken)
    {
        using var engine = EngineLoader.Open(checkpoint, device, options, null, cancellationToken);
        var (vision, text) = (checkpoint.Config.Vision, checkpoint.Config.Text);
        var random = new Random(5);
        var patches = Noise(random, PatchRows * PatchColumns * vision.PatchLength);
        var results = new List<(string, float[])>
        {
            ("the encoder", engine.Encoder.Encode(patches, PatchRows, PatchColumns, cancellationToken))
        };

        using var cache = engine.Decoder.CreateCache(2 * PromptTokens);
        foreach (var (stage, count) in new[]
        {
            ("a prompt", PromptTokens),
            ("one more token", 1),
            ("the next token", 1),
            ("several more tokens", 5)
        })
        {
            var step = new DecoderStep
            {
                Count = count,
                Embeddings = Noise(random, count * text.HiddenSize),
                Cos = new float[count * engine.Rotary.Length],
                Sin = new float[count * engine.Rotary.Length],
                LogitIndex = [0, count - 1],
            };
            for (var i = 0; i < count; i++)
            {
                var (position, row) = (cache.Length + i, i * engine.Rotary.Length);
                engine.Rotary.Fill(
                    position, position, position, step.Cos.AsSpan(row, engine.Rotary.Length), step.Sin.AsSpan(row, engine.Rotary.Length));
            }

            var logits = new float[2 * text.VocabularySize];
            engine.Decoder.Run(cache, step, logits, cancellationToken);
            results.Add((stage, logits));
        }

        return results;
    }

    private static float[] Noise(Random random, int count)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
            values[i] = 2 * random.NextSingle() - 1;
        return values;
    }
}
