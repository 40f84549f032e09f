using System.Numerics.Tensors;
using Qwen.Testing;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Positions;
using Qwen.VisionLanguage.Runtime;

namespace Qwen.VisionLanguage.Tests.Runtime;

/// <summary>Encoder, positions and decoder against the reference implementation, for every case of the golden data.</summary>
[Trait("Category", "Golden")]
public sealed class ModelGoldenTests(ITestOutputHelper output)
{
    private const float Tolerance = 1e-3f;

    [Fact]
    public void Positions_and_delta_equal_the_reference()
    {
        foreach (var golden in GoldenModelCase.All())
        {
            using var checkpoint = Checkpoint.Open(golden.CheckpointFolder());
            var positions = MropePositions.Compute(golden.Ids, golden.Media(checkpoint.Config), checkpoint.Config);
            var expected = golden.Positions;
            for (var i = 0; i < expected.Length; i++)
                Assert.Equal(
                    (expected[i][0], expected[i][1], expected[i][2]), (positions.Time[i], positions.Height[i], positions.Width[i]));
            Assert.Equal(golden.Delta, positions.Delta);
        }
    }

    [Theory]
    [InlineData("onnx-cpu")]
    [InlineData("native-cpu")]
    public async Task Float32_features_logits_and_greedy_tokens_equal_the_reference(string device)
    {
        foreach (var group in GoldenModelCase.All().GroupBy(c => c.CheckpointFolder()))
        {
            using var test = OpenLikeReference(group.Key, QwenPrecision.Float32, device);
            foreach (var golden in group)
            {
                var plan = PromptPlan.Create(golden.Prompt(test.Checkpoint.Config), test.Checkpoint.Config);
                var features = LargestFeatureError(test.Engine, golden, plan);
                var prompt = await LargestPromptLogitError(test.Engine, golden, plan);
                var (answer, agree) = await AnswerError(test.Engine, golden, plan);
                output.WriteLine(
                    $"{golden.Name}: features {features:e1}, prompt logits {prompt:e1}, answer logits {answer:e1}, "
                    + $"greedy {agree}/{golden.Greedy.Length}");
                Assert.True(features <= Tolerance, $"{golden.Name}: features are off by {features}.");
                Assert.True(prompt <= Tolerance, $"{golden.Name}: prompt logits are off by {prompt}.");
                Assert.True(answer <= Tolerance, $"{golden.Name}: answer logits are off by {answer}.");
                Assert.Equal(golden.Greedy.Length, agree);
            }
        }
    }

    [Theory]
    [InlineData(QwenPrecision.Int8, "onnx-cpu")]
    [InlineData(QwenPrecision.Int4, "onnx-cpu")]
    [InlineData(QwenPrecision.Int8, "native-cpu")]
    [InlineData(QwenPrecision.Int4, "native-cpu")]
    public async Task Quantised_forms_run_and_report_their_agreement(QwenPrecision precision, string device)
    {
        int agreed = 0, all = 0;
        foreach (var group in GoldenModelCase.All().GroupBy(c => c.CheckpointFolder()))
        {
            using var test = OpenLikeReference(group.Key, precision, device);
            foreach (var golden in group)
            {
                var plan = PromptPlan.Create(golden.Prompt(test.Checkpoint.Config), test.Checkpoint.Config);
                var features = LargestFeatureError(test.Engine, golden, plan);
                var (error, agree) = await AnswerError(test.Engine, golden, plan);
                output.WriteLine(
                    $"{precision} {golden.Name}: features {features:f3}, logits {error:f3}, "
                    + $"top-1 on the reference's path {agree}/{golden.Greedy.Length}");
                Assert.True(float.IsFinite(features) && float.IsFinite(error));
                agreed += agree;
                all += golden.Greedy.Length;
            }
        }

        output.WriteLine($"{precision}: top-1 agreement {100.0 * agreed / all:f1} %");
        Assert.True(
            agreed > all / 4, $"{precision} agrees with the reference in {agreed} of {all} tokens: too few for a matter of rounding.");
    }

    /// <summary>
    /// The reference model of these data went through bf16 as a whole, its rotary frequencies too: see <see cref="FrequencyPrecision"/>.
    /// </summary>
    private static TestEngine OpenLikeReference(string folder, QwenPrecision precision, string device)
        => new(folder, precision, frequencies: FrequencyPrecision.BFloat16, device: device);

    /// <summary>Encodes the reference's patches and leaves the features where the decoder will look for them.</summary>
    private static float LargestFeatureError(InferenceEngine engine, GoldenModelCase golden, PromptPlan plan)
    {
        var error = 0f;
        foreach (var kind in new[] { "image", "video" }.Where(k => golden.Tensors.Contains($"{k}_features")))
        {
            ReadOnlySpan<float> patches = golden.Patches(kind), expected = golden.Tensors.ReadFloats($"{kind}_features");
            foreach (var run in plan.Runs.Where(r => r.Vision.IsVideo == (kind == "video")))
            {
                var grid = run.Vision.Grid;
                var length = grid.H * grid.W * engine.Checkpoint.Config.Vision.PatchLength;
                var features = engine.Encoder.Encode(patches[..length], grid.H, grid.W, TestContext.Current.CancellationToken);
                engine.Features.Add(run.Key, features);
                error = MathF.Max(error, LargestDifference(features, expected[..features.Length]));
                patches = patches[length..];
                expected = expected[features.Length..];
            }

            Assert.True(patches.IsEmpty && expected.IsEmpty, $"{golden.Name}: the prompt's {kind}s do not use up the reference's patches.");
        }

        return error;
    }

    private static async Task<float> LargestPromptLogitError(InferenceEngine engine, GoldenModelCase golden, PromptPlan plan)
    {
        const int Stride = 7;
        var config = engine.Checkpoint.Config.Text;
        var expected = golden.Tensors.ReadFloats("prompt_logits_every_7");
        var rows = expected.Length / config.VocabularySize;
        var (embeddings, cos, sin) = (
            new float[plan.Length * config.HiddenSize],
            new float[plan.Length * config.HeadDim / 2],
            new float[plan.Length * config.HeadDim / 2]);
        var ids = golden.Ids;
        for (var i = 0; i < plan.Length; i++)
        {
            engine.Embeddings.Read(ids[i], embeddings.AsSpan(i * config.HiddenSize, config.HiddenSize));
            engine.Rotary.Fill(
                plan.Positions.Time[i], plan.Positions.Height[i], plan.Positions.Width[i],
                cos.AsSpan(i * config.HeadDim / 2, config.HeadDim / 2), sin.AsSpan(i * config.HeadDim / 2, config.HeadDim / 2));
        }

        foreach (var run in plan.Runs)
        {
            var (features, _) = await engine.EncodeAsync(run, TestContext.Current.CancellationToken);
            features.CopyTo(embeddings.AsSpan(run.Start * config.HiddenSize));
        }

        using var cache = engine.Decoder.CreateCache(plan.Length);
        var logits = new float[expected.Length];
        var step = new DecoderStep
        {
            Count = plan.Length, Embeddings = embeddings, Cos = cos, Sin = sin,
            LogitIndex = [.. Enumerable.Range(0, rows).Select(r => (long)r * Stride)],
        };
        engine.Decoder.Run(cache, step, logits, TestContext.Current.CancellationToken);
        return LargestDifference(logits, expected);
    }

    /// <summary>Follows the reference's tokens, so that one flipped choice does not hide what comes after it.</summary>
    private static async Task<(float Error, int Agreeing)> AnswerError(InferenceEngine engine, GoldenModelCase golden, PromptPlan plan)
    {
        var expected = golden.Tensors.ReadFloats("last_logits");
        var greedy = golden.Greedy;
        using var run = new SequenceRun(engine, plan, greedy.Length, chunkTokens: 50);
        await run.PrefillAsync(TestContext.Current.CancellationToken);
        var (error, agreeing) = (0f, 0);
        for (var step = 0; step <= greedy.Length; step++)
        {
            error = MathF.Max(error, LargestDifference(run.Logits, expected.AsSpan(step * run.Logits.Length, run.Logits.Length)));
            if (step == greedy.Length)
                break;
            if (TensorPrimitives.IndexOfMax(run.Logits) == greedy[step])
                agreeing++;
            await run.StepAsync(greedy[step], TestContext.Current.CancellationToken);
        }

        return (error, agreeing);
    }

    private static float LargestDifference(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var difference = new float[a.Length];
        TensorPrimitives.Subtract(a, b, difference);
        return MathF.Abs(TensorPrimitives.MaxMagnitude<float>(difference));
    }
}
