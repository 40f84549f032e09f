using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Graphs;

namespace Qwen.Benchmarks;

/// <summary>
/// A checkpoint whose decoder's matrices went through some rounding and back: run in fp32, it shows what that rounding costs and nothing
/// else.
/// </summary>
internal static class RoundedCheckpoint
{
    /// <summary>Writes it.</summary>
    /// <param name="source">The checkpoint.</param>
    /// <param name="folder">A new folder.</param>
    /// <param name="round">Rounds the rows of a matrix in place; gets its name without ".weight", the rows and their width.</param>
    /// <param name="change">Changes all other tensors in place; gets the name and the numbers.</param>
    public static void Write(
        Checkpoint source, string folder, Action<string, float[], int> round, Action<string, float[]>? change = null)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(source.Folder, "*.json").Concat(Directory.EnumerateFiles(source.Folder, "*.txt")))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        var tensors = new List<SafetensorsTensor>();
        foreach (var (name, shape) in CheckpointLayout.Tensors(source.Config))
        {
            var numbers = new float[source.GetTensor(name).ElementCount];
            source.GetTensor(name).ReadFloats(0, numbers);
            if (IsMatrix(name))
                round(name[..^".weight".Length], numbers, (int)shape[^1]);
            else
                change?.Invoke(name, numbers);
            tensors.Add(SafetensorsTensor.FromMemory(name, TensorType.Float32, shape, numbers));
        }

        SafetensorsWriter.Write(Path.Combine(folder, "model.safetensors"), tensors);
    }

    /// <summary>Whether this is a matrix of the decoder that forms round.</summary>
    public static bool IsMatrix(string name)
        => name.EndsWith("_proj.weight", StringComparison.Ordinal) && name.StartsWith("model.layers.", StringComparison.Ordinal)
            || name == CheckpointLayout.Head;

    /// <summary>The numbers that a coder's integers stand for.</summary>
    public static void Decode(QuantizedRow row, Span<float> values)
    {
        for (var i = 0; i < values.Length; i++)
            values[i] = (row.Codes[i] - row.Zeros[i / row.Block]) * row.Scales[i / row.Block];
    }
}
