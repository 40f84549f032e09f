using Qwen.Devices.Tests.Results;
using Qwen.Devices.Tests.Sessions;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Runtime;

namespace Qwen.Devices.Tests.Models;

/// <summary>A checkpoint on the device against the same checkpoint on the CPU, through the product's own conversion and runtime.</summary>
/// <param name="device">The device under test.</param>
/// <param name="log">Receives one line per prompt, and one for where the nodes ran.</param>
internal sealed class ModelCheck(DeviceProfile device, CheckLog log)
{
    private const int AnswerTokens = 24;

    /// <summary>Runs all prompts of one checkpoint in one precision.</summary>
    public void Run(string name, string checkpointFolder, IReadOnlyList<ModelCase> cases, QwenPrecision precision)
    {
        var work = Directory.CreateTempSubdirectory("qwenvl-device-").FullName;
        try
        {
            using var checkpoint = Checkpoint.Open(checkpointFolder);
            var tolerance = ModelTolerance.For(device, precision);
            var expected = Reference(checkpoint, cases, precision, work);
            var options = new QwenModelOptions { Precision = precision, ConvertedFolder = work, PrefixCacheEntries = 0 };
            using (var engine = EngineLoader.Open(
                checkpoint, device, options, null, CancellationToken.None, Path.Combine(work, "profile-")))
            {
                foreach (var (sample, reference) in cases.Zip(expected))
                {
                    log.Run($"{device.Name} {precision} {sample.Name}", () =>
                    {
                        var actual = ModelRun.CreateAsync(engine, sample.CreatePrompt(checkpoint), AnswerTokens, reference.Path).Result;
                        return Compare(reference, actual, tolerance);
                    });
                }
            }

            // a session writes its profile when it is closed
            foreach (var graph in new[] { "vision", "decoder" })
                log.Run($"{device.Name} {precision} {name}: {graph} runs on the device", () => Placement(work, graph));
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static List<ModelRun> Reference(Checkpoint checkpoint, IReadOnlyList<ModelCase> cases, QwenPrecision precision, string work)
    {
        using var engine = ExactReference.Open(checkpoint, precision, work);
        return [.. cases.Select(sample => ModelRun.CreateAsync(engine, sample.CreatePrompt(checkpoint), AnswerTokens).Result)];
    }

    private static string Compare(ModelRun expected, ModelRun actual, ModelTolerance tolerance)
    {
        var difference = ModelDifference.Between(expected, actual);
        return tolerance.Covers(difference) ? difference.ToString() : throw new CheckFailedException($"{difference}: outside {tolerance}");
    }

    private string Placement(string folder, string graph)
    {
        var placement = NodePlacement.ReadAndDelete(Directory.EnumerateFiles(folder, $"profile-{graph}*").Single());
        var elsewhere = placement.OperatorsOff(device.ProviderId).ToList();
        return elsewhere.Count == 0
            ? placement.ToString()
            : throw new CheckFailedException($"{string.Join(", ", elsewhere)} ran elsewhere: {placement}");
    }
}
