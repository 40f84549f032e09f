using System.Text.Json.Nodes;
using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.Testing;

/// <summary>A copy of the demo checkpoint with one fault; deleted when disposed.</summary>
public sealed class FaultyCheckpoint : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("qwenvl-fault-");

    public string Folder => folder.FullName;

    public static FaultyCheckpoint Create(Fault fault)
    {
        var made = new FaultyCheckpoint();
        foreach (var file in Directory.EnumerateFiles(RepositoryFiles.DemoCheckpoint))
            File.Copy(file, Path.Combine(made.Folder, Path.GetFileName(file)));
        if (fault == Fault.GraphWithoutFullAttention)
            made.Configure(config => config["vision_config"]!["fullatt_block_indexes"] = new JsonArray());
        else if (fault == Fault.PositionsWithoutHeight)
            made.Configure(config => config["rope_scaling"]!["mrope_section"] = new JsonArray(10, 0, 6));
        else if (fault == Fault.QuantisationToThreeBits)
            made.Quantise();
        return made;
    }

    public void Dispose() => folder.Delete(recursive: true);

    private void Configure(Action<JsonNode> change)
    {
        var path = Path.Combine(Folder, "config.json");
        var config = JsonNode.Parse(File.ReadAllText(path))!;
        change(config);
        File.WriteAllText(path, config.ToJsonString());
    }

    private void Quantise()
    {
        const float Steps = 3; // -3 to 3: three bits with a sign
        var tensors = new List<SafetensorsTensor>();
        using (var checkpoint = Checkpoint.Open(RepositoryFiles.DemoCheckpoint))
        {
            foreach (var (name, shape) in CheckpointLayout.Tensors(checkpoint.Config))
            {
                var numbers = new float[checkpoint.GetTensor(name).ElementCount];
                checkpoint.GetTensor(name).ReadFloats(0, numbers);
                if (shape.Length > 1)
                {
                    var scale = numbers.Max(Math.Abs) / Steps;
                    for (var i = 0; i < numbers.Length; i++)
                        numbers[i] = MathF.Round(numbers[i] / scale) * scale;
                }

                tensors.Add(SafetensorsTensor.FromMemory(name, TensorType.BFloat16, shape, numbers));
            }
        }

        SafetensorsWriter.Write(Path.Combine(Folder, "model.safetensors"), tensors);
    }
}
