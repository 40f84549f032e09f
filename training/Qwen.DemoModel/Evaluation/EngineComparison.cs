using Qwen.DemoModel.Data;
using Qwen.DemoModel.Drawing;
using Qwen.DemoModel.Model;
using Qwen.DemoModel.Tasks;
using Qwen.VisionLanguage.Runtime;
using Qwen.VisionLanguage.Text;
using static TorchSharp.torch;

namespace Qwen.DemoModel.Evaluation;

/// <summary>Runs one question through the engine token by token, and packed with others through the network.</summary>
/// <param name="engine">The product's engine in fp32.</param>
/// <param name="network">The trained network.</param>
/// <param name="packer">Makes batches.</param>
/// <param name="prompts">Makes the engine's prompts.</param>
internal sealed class EngineComparison(InferenceEngine engine, QwenNetwork network, Packer packer, ChatPromptBuilder prompts)
{
    /// <summary>Compares the pictures of one batch of three.</summary>
    /// <returns>For each picture the largest difference of its features, of the answer's logits, and its name.</returns>
    public async Task<IReadOnlyList<(double Features, double Logits, string Name)>> CompareAsync(
        Bucket bucket, CancellationToken cancellationToken)
    {
        var (examples, opening) = Draw(bucket);
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        using var batch = packer.Pack(bucket.Name, examples, opening);
        var units = batch.Vision is null ? null : network.Encode(batch.Vision).Units;
        var (rows, _, _) = network.Decode(batch.Text, units);
        var features = units?.index_select(0, batch.Text.UnitSlots);
        var logits = network.Logits(rows.index_select(0, batch.Answers.Rows));

        var results = new List<(double, double, string)>();
        int unit = 0, target = 0;
        foreach (var example in examples)
        {
            var (featureDifference, logitDifference) = (0.0, 0.0);
            foreach (var question in example.Questions)
            {
                var plan = PromptPlan.Create(
                    prompts.Build(packer.Turns(example, question), new ChatPromptOptions { Tools = opening.Tools }),
                    engine.Checkpoint.Config);
                var own = unit;
                foreach (var run in plan.Runs)
                {
                    var (expected, _) = await engine.EncodeAsync(run, cancellationToken);
                    featureDifference = Math.Max(
                        featureDifference, Difference(features!.narrow(0, own, expected.Length / features.shape[1]), expected));
                    own += (int)(expected.Length / features.shape[1]);
                }

                var answer = packer.AnswerTokens(question);
                using var sequence = new SequenceRun(engine, plan, answer.Length);
                await sequence.PrefillAsync(cancellationToken);
                for (var i = 0; i < answer.Length; i++)
                {
                    logitDifference = Math.Max(logitDifference, Difference(logits[target++], sequence.Logits.ToArray()));
                    if (i + 1 < answer.Length)
                        await sequence.StepAsync(answer[i], cancellationToken);
                }
            }

            unit += example.Pictures.Sum(picture => picture.UnitCount);
            results.Add(
                (
                    featureDifference,
                    logitDifference,
                    $"{bucket.Name} {string.Join(" and ", example.Pictures.Select(picture => $"{picture.Width}x{picture.Height}"))}"
                    + (example.TextFirst ? " text first" : "")));
        }

        return results;
    }

    // three pictures with one or two questions, the last with its question first; or requests over some functions; or pairs
    private (List<Example> Examples, Opening Opening) Draw(Bucket bucket)
    {
        if (bucket.Talk?.Draw(new Dice(1003, heldOut: true), 6) is { } talk)
            return ([.. talk.Questions.Select(question => new Example([], [question], TextFirst: false))], Opening.Default with
            {
                Tools = talk.Tools
            });
        var examples = new List<Example>();
        for (var seed = 0; seed < 3; seed++)
        {
            var dice = new Dice(1000 + seed, heldOut: true);
            if (bucket.Pairs?.Draw(dice, picture => packer.See(picture)) is { } pair)
            {
                examples.Add(new Example([pair.First, pair.Second], [pair.Question], TextFirst: false));
                continue;
            }

            var (_, task, sizes) = bucket.Kinds[seed % bucket.Kinds.Count];
            var (width, height) = dice.Pick(sizes);
            var picture = packer.See(task.Draw(dice, width, height));
            var questions =
                Enumerable.Range(0, 12).Select(_ => task.Ask(dice, picture)).OfType<Question>().DistinctBy(q => q.Prompt).Take(2).ToList();
            if (questions.Count > 0)
                examples.Add(new Example(picture, seed == 2 ? [questions[0]] : questions, seed == 2));
        }

        return (examples, Opening.Default);
    }

    private static double Difference(Tensor own, float[] expected)
    {
        using var scope = NewDisposeScope();
        return (own.reshape(-1) - tensor(expected)).abs().max().item<float>();
    }
}
