using System.Text.Json;
using System.Text.Json.Nodes;
using Qwen.DemoModel.Training;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Checkpoints;
using static TorchSharp.torch;

namespace Qwen.DemoModel.Model;

/// <summary>
/// Gives the decoder other rotary frequencies (as in arXiv 2309.16039) and goes on with what it learned. Where the slowest frequency turns
/// once in a hundred tokens, no head can find a word again by what it is: whatever the distance, some part of the product has turned away.
/// Each pair of numbers of a head that has a like frequency of its axis keeps it; the others take the slow ones.
/// </summary>
internal static class Respacing
{
    private const string ConfigFile = "config.json";

    // farther apart, in the logarithm, two frequencies are no longer alike
    private const double Alike = 0.3;

    /// <summary>Writes a run's state with other frequencies, and the checkpoint that it goes on from.</summary>
    /// <param name="from">The checkpoint that the run started from.</param>
    /// <param name="stateFile">The run's state.</param>
    /// <param name="theta">New base of the frequencies.</param>
    /// <param name="section">Pairs that turn with time, height and width.</param>
    /// <param name="target">Folder of the checkpoint.</param>
    /// <param name="targetState">The state that is written.</param>
    /// <exception cref="QwenException">The section does not fit the heads.</exception>
    public static void Respace(string from, string stateFile, double theta, int[] section, string target, string targetState)
    {
        using var checkpoint = Checkpoint.Open(from);
        var before = checkpoint.Config.Text;
        if (section.Length != before.MropeSection.Count || section.Sum() != before.HeadDim / 2)
        {
            throw new QwenException(
                $"A head has {before.HeadDim / 2} pairs: give {before.MropeSection.Count} numbers that make so many, "
                + $"not {string.Join(", ", section)}.");
        }

        var parameters = new Parameters(checkpoint.Config);
        var optimizer = new Optimizer(parameters);
        var state = TrainingState.Load(stateFile, parameters, optimizer);
        var places = Places(before, theta, section);
        using (no_grad())
        {
            foreach (var parameter in parameters.All.Where(IsTurned))
            {
                foreach (var buffer in (Tensor[])[parameters.Values, optimizer.Momentum, optimizer.Average, optimizer.Second])
                {
                    if (parameter.Offset + parameter.Count <= buffer.shape[0])
                        Move(buffer.narrow(0, parameter.Offset, parameter.Count), parameter.Shape[0], before.HeadDim, places);
                }
            }
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(targetState))!);
        state.Save(targetState, parameters, optimizer);
        Trainer.UseAverage(parameters, optimizer);
        Weights.Export(parameters, from, target);
        WriteConfig(Path.Combine(target, ConfigFile), theta, section);
    }

    private static bool IsTurned(Parameter parameter)
        => parameter.Name.StartsWith("model.layers", StringComparison.Ordinal) && parameter.Name.Split('.')[^2] is "q_proj" or "k_proj";

    // the old pair that each new one takes over
    private static int[] Places(TextConfig before, double theta, int[] section)
    {
        var half = before.HeadDim / 2;
        var old = Pairs(before.RopeTheta, [.. before.MropeSection]);
        var added = Pairs(theta, section);
        var places = Enumerable.Repeat(-1, half).ToArray();
        var close =
            from i in Enumerable.Range(0, half)
            from j in Enumerable.Range(0, half)
            where old[i].Axis == added[j].Axis && Math.Abs(old[i].Logarithm - added[j].Logarithm) < Alike
            orderby Math.Abs(old[i].Logarithm - added[j].Logarithm)
            select (Old: i, New: j);
        foreach (var pair in close)
        {
            if (places[pair.New] < 0 && !places.Contains(pair.Old))
                places[pair.New] = pair.Old;
        }

        var left = new Queue<int>(Enumerable.Range(0, half).Except(places));
        return [.. places.Select(place => place >= 0 ? place : left.Dequeue())];
    }

    private static (int Axis, double Logarithm)[] Pairs(double theta, int[] section)
        => [.. section.SelectMany((count, axis) => Enumerable.Repeat(axis, count))
            .Select((axis, i) => (axis, -i * Math.Log(theta) / section.Sum()))];

    // rows of a head: the first halves of its pairs, then the second halves
    private static void Move(Tensor flat, long rows, int width, int[] places)
    {
        using var scope = NewDisposeScope();
        var half = width / 2;
        var order = Enumerable.Range(0, (int)rows)
            .Select(row => (long)(row / width * width + row % width / half * half + places[row % half])).ToArray();
        var view = flat.view(rows, -1);
        view.copy_(view.index_select(0, tensor(order)));
    }

    private static void WriteConfig(string path, double theta, int[] section)
    {
        var config = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        config["rope_theta"] = theta;
        config["rope_scaling"]!["mrope_section"] = new JsonArray([.. section.Select(count => JsonValue.Create(count))]);
        File.WriteAllText(path, config.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
    }
}
