using Qwen.VisionLanguage.Checkpoints;
using static TorchSharp.torch;

namespace Qwen.DemoModel.Model;

/// <summary>Weights from and to the Hugging Face form.</summary>
internal static class Weights
{
    /// <summary>Files of a checkpoint that are not weights.</summary>
    private static readonly string[] Companions =
    [
        "config.json", "generation_config.json", "preprocessor_config.json", "chat_template.json",
        "tokenizer.json", "tokenizer_config.json", "vocab.json", "merges.txt",
    ];

    /// <summary>Reads every tensor of the model; auxiliary heads keep what they have.</summary>
    public static void Load(Checkpoint checkpoint, Parameters parameters)
    {
        using var quiet = no_grad();
        foreach (var parameter in parameters.All.Where(parameter => !parameter.Name.StartsWith("aux.", StringComparison.Ordinal)))
        {
            var numbers = new float[parameter.Count];
            checkpoint.GetTensor(parameter.Name).ReadFloats(0, numbers);
            using var read = tensor(numbers, parameter.Shape);
            parameter.Value.copy_(read);
        }
    }

    /// <summary>
    /// Writes a checkpoint folder: the model's tensors in bf16 and, from another checkpoint, tokenizer and configuration.
    /// </summary>
    /// <param name="parameters">What was trained.</param>
    /// <param name="companions">Folder of the checkpoint that training started from.</param>
    /// <param name="folder">Written; created where absent.</param>
    public static void Export(Parameters parameters, string companions, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var name in Companions.Where(name => File.Exists(Path.Combine(companions, name))))
            File.Copy(Path.Combine(companions, name), Path.Combine(folder, name), overwrite: true);
        var values = parameters.Values.data<float>().ToArray();
        SafetensorsWriter.Write(
            Path.Combine(folder, "model.safetensors"),
            [.. CheckpointLayout.Tensors(parameters.Config)
                .Select(tensor => Stored(parameters.All.First(p => p.Name == tensor.Name), values))]);
    }

    /// <summary>
    /// Writes the weights between two checkpoints of one line of training. What was trained last wavers around what it learned;
    /// some way back to the start keeps the old skills and most of the new ones (arXiv 2109.01903).
    /// </summary>
    /// <param name="first">The older checkpoint.</param>
    /// <param name="second">The newer one; its companions are taken.</param>
    /// <param name="share">Share of the newer one, 0 to 1.</param>
    /// <param name="folder">Written.</param>
    public static void Blend(string first, string second, double share, string folder)
    {
        using Checkpoint older = Checkpoint.Open(first), newer = Checkpoint.Open(second);
        Parameters from = new(older.Config), to = new(newer.Config);
        Load(older, from);
        Load(newer, to);
        using (no_grad())
            to.Values.mul_(Scalars.Of(share)).add_(from.Values, Scalars.Of(1 - share));
        Export(to, second, folder);
    }

    private static SafetensorsTensor Stored(Parameter parameter, float[] values)
        => SafetensorsTensor.FromMemory(
            parameter.Name, TensorType.BFloat16, parameter.Shape, values.AsMemory((int)parameter.Offset, (int)parameter.Count));
}
