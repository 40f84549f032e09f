using System.Text.Json.Nodes;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Checkpoints;
using static TorchSharp.torch;

namespace Qwen.DemoModel.Model;

/// <summary>
/// Makes a checkpoint larger without changing what it computes: wider feed-forward parts whose new columns write nothing yet, and
/// further blocks at the encoder's end that pass everything on. Training fills them (arXiv 1511.05641).
/// </summary>
internal static class Growth
{
    private const string Config = "config.json", VisionBlocks = "visual.blocks.";

    /// <summary>Writes the larger checkpoint.</summary>
    /// <param name="from">The smaller one.</param>
    /// <param name="target">Folder of the larger one.</param>
    /// <param name="visionBlocks">Blocks of the encoder; the last one sees the whole picture.</param>
    /// <param name="visionWidth">Width of their feed-forward part.</param>
    /// <param name="textWidth">Width of the decoder's feed-forward part.</param>
    /// <exception cref="QwenException">A size is smaller than it was.</exception>
    public static void Grow(string from, string target, int visionBlocks, int visionWidth, int textWidth)
    {
        using var small = Checkpoint.Open(from);
        var before = small.Config;
        if (visionBlocks < before.Vision.BlockCount || visionWidth < before.Vision.IntermediateSize || textWidth < before.Text.IntermediateSize)
            throw new QwenException($"A checkpoint only grows: it has {before.Vision.BlockCount} blocks and widths of {before.Vision.IntermediateSize} and {before.Text.IntermediateSize}.");
        Directory.CreateDirectory(target);
        var companions = Directory.CreateDirectory(Path.Combine(target, "companions.tmp")).FullName;
        foreach (var file in Directory.EnumerateFiles(from).Where(file => Path.GetExtension(file) is ".json" or ".txt"))
            File.Copy(file, Path.Combine(companions, Path.GetFileName(file)), overwrite: true);
        WriteConfig(Path.Combine(companions, Config), visionBlocks, visionWidth, textWidth);

        var parameters = new Parameters(ModelConfigReader.Read(Path.Combine(companions, Config)));
        parameters.Initialize(seed: 1);
        using (no_grad())
        {
            foreach (var parameter in parameters.All.Where(parameter => !parameter.Name.StartsWith("aux.", StringComparison.Ordinal)))
                Fill(parameter, small, before);
        }

        Weights.Export(parameters, companions, target);
        Directory.Delete(companions, recursive: true);
    }

    private static void Fill(Parameter parameter, Checkpoint small, ModelConfig before)
    {
        var name = parameter.Name;
        if (name.StartsWith(VisionBlocks, StringComparison.Ordinal) && int.Parse(name.Split('.')[2], System.Globalization.CultureInfo.InvariantCulture) >= before.Vision.BlockCount)
        {
            // a new block adds nothing yet
            if (name.Contains("attn.proj", StringComparison.Ordinal) || name.Contains("down_proj", StringComparison.Ordinal))
                parameter.Value.zero_();
            return;
        }

        var stored = small.GetTensor(name);
        var numbers = new float[stored.ElementCount];
        stored.ReadFloats(0, numbers);
        long[] shape = [.. stored.Shape.Select(length => (long)length)];
        using var read = tensor(numbers, shape);

        // what is wider: new rows stay random where they read, and new columns are nothing where they write
        if (name.Contains("down_proj.weight", StringComparison.Ordinal))
            parameter.Value.zero_();
        if (shape.Length == 2)
            parameter.Value.narrow(0, 0, shape[0]).narrow(1, 0, shape[1]).copy_(read);
        else
            parameter.Value.narrow(0, 0, shape[0]).copy_(read);
    }

    private static void WriteConfig(string path, int visionBlocks, int visionWidth, int textWidth)
    {
        var config = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        var vision = config["vision_config"]!.AsObject();
        var whole = vision["fullatt_block_indexes"]!.AsArray();
        if (visionBlocks > (int)vision["depth"]!)
            whole.Add(visionBlocks - 1);
        vision["depth"] = visionBlocks;
        vision["intermediate_size"] = visionWidth;
        config["intermediate_size"] = textWidth;
        File.WriteAllText(path, config.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true }) + "\n");
    }
}
