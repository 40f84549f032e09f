using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Checkpoints;
using static TorchSharp.torch;

namespace Qwen.DemoModel.Model;

/// <summary>
/// Makes a checkpoint larger without changing what it computes (arXiv 1511.05641): the residual streams get wider by numbers that stay
/// zero until training writes into them, attention gets heads and feed-forward parts get rows whose outputs nobody reads yet, and the
/// encoder gets blocks that add nothing yet. A norm over a wider row of the same numbers divides by less: its weights make up for it.
/// </summary>
internal sealed class Growth
{
    private const string ConfigFile = "config.json", Blocks = "visual.blocks.";

    private readonly Checkpoint small;
    private readonly ModelConfig before, after;

    private Growth(Checkpoint small, ModelConfig after) => (this.small, before, this.after) = (small, small.Config, after);

    /// <summary>Writes the larger checkpoint.</summary>
    /// <param name="from">The smaller one.</param>
    /// <param name="target">Folder of the larger one.</param>
    /// <param name="sizes">Its sizes.</param>
    /// <exception cref="QwenException">A size is smaller than it was.</exception>
    public static void Grow(string from, string target, GrownSizes sizes)
    {
        using var small = Checkpoint.Open(from);
        sizes.Check(small.Config);
        var companions = Directory.CreateDirectory(Path.Combine(target, "companions.tmp")).FullName;
        foreach (var file in Directory.EnumerateFiles(from).Where(file => Path.GetExtension(file) is ".json" or ".txt"))
            File.Copy(file, Path.Combine(companions, Path.GetFileName(file)), overwrite: true);
        WriteConfig(Path.Combine(companions, ConfigFile), small.Config, sizes);

        var parameters = new Parameters(ModelConfigReader.Read(Path.Combine(companions, ConfigFile)));
        parameters.Initialize(seed: 1);
        var growth = new Growth(small, parameters.Config);
        using (no_grad())
        {
            foreach (var parameter in parameters.All.Where(parameter => !parameter.Name.StartsWith("aux.", StringComparison.Ordinal)))
                growth.Fill(parameter);
        }

        Weights.Export(parameters, companions, target);
        Directory.Delete(companions, recursive: true);
    }

    private void Fill(Parameter parameter)
    {
        var name = parameter.Name;
        bool isVision = name.StartsWith("visual.", StringComparison.Ordinal), isBias = name.EndsWith(".bias", StringComparison.Ordinal);
        var part = name.Split('.')[^2];
        if (name.StartsWith(Blocks, StringComparison.Ordinal)
            && int.Parse(name.Split('.')[2], CultureInfo.InvariantCulture) >= before.Vision.BlockCount)
        {
            // a new block reads, and writes nothing
            if (part == "proj" || part == "down_proj")
                parameter.Value.zero_();
            return;
        }

        var stored = small.GetTensor(name);
        var numbers = new float[stored.ElementCount];
        stored.ReadFloats(0, numbers);
        long rows = parameter.Shape[0], columns = parameter.Count / rows;
        var oldRows = (int)stored.Shape[0];
        var oldColumns = numbers.Length / oldRows;
        var values = parameter.Value.data<float>().ToArray();

        // norms: new places are read by nobody yet
        if (parameter.Shape.Length == 1 && !isBias)
        {
            for (var i = 0; i < oldRows; i++)
                values[i] = numbers[i] * MathF.Sqrt((float)oldRows / rows);
        }
        else
        {
            // what writes into the stream writes zeros into its new places; what comes from new heads and rows is not read
            var writes = part is "proj" or "down_proj" or "o_proj" or "2";
            if (writes)
                Array.Clear(values);
            Func<int, int> row = RowOf(part, isVision), column = isBias ? _ => 0 : ColumnOf(part, isVision);
            if (part == "embed_tokens")
                Array.Clear(values);
            for (var r = 0; r < oldRows; r++)
            {
                for (var c = 0; c < oldColumns; c++)
                    values[row(r) * columns + column(c)] = numbers[r * oldColumns + c];
            }
        }

        using var grown = tensor(values, parameter.Shape);
        parameter.Value.copy_(grown);
    }

    // where an output of the small one stands among those of the large one
    private Func<int, int> RowOf(string part, bool isVision) => part switch
    {
        // queries, keys and values one behind the other
        "qkv" => r => r / before.Vision.HiddenSize * after.Vision.HiddenSize + r % before.Vision.HiddenSize,
        "q_proj" when !isVision => HeadOf,
        _ => r => r,
    };

    private Func<int, int> ColumnOf(string part, bool isVision) => part switch
    {
        // four patches of a unit one behind the other
        "0" => c => c / before.Vision.HiddenSize * after.Vision.HiddenSize + c % before.Vision.HiddenSize,
        "o_proj" when !isVision => HeadOf,
        _ => c => c,
    };

    // query heads keep their key and value head: new ones come at the end of each group
    private int HeadOf(int index)
    {
        int width = before.Text.HeadDim, head = index / width;
        int small = before.Text.HeadCount / before.Text.KeyValueHeadCount, large = after.Text.HeadCount / after.Text.KeyValueHeadCount;
        return (head / small * large + head % small) * width + index % width;
    }

    private static void WriteConfig(string path, ModelConfig before, GrownSizes sizes)
    {
        var config = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        var vision = config["vision_config"]!.AsObject();
        if (sizes.VisionBlocks > before.Vision.BlockCount)
            vision["fullatt_block_indexes"]!.AsArray().Add(sizes.VisionBlocks - 1);
        vision["depth"] = sizes.VisionBlocks;
        vision["hidden_size"] = sizes.VisionHidden;
        vision["num_heads"] = sizes.VisionHidden / before.Vision.HeadDim;
        vision["intermediate_size"] = sizes.VisionWidth;
        vision["out_hidden_size"] = sizes.TextHidden;
        config["hidden_size"] = sizes.TextHidden;
        config["num_attention_heads"] = sizes.TextHidden / before.Text.HeadDim;
        config["intermediate_size"] = sizes.TextWidth;
        File.WriteAllText(path, config.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
    }
}
