using System.Text.Json.Nodes;
using Qwen.Testing;

namespace Qwen.VisionLanguage.Tests.Checkpoints.Forms;

/// <summary>
/// A small random checkpoint in a quantised form, and its plain twin in fp32: both come from the same random codes and scales, the
/// form by packing them, the twin by the formula of the format.
/// </summary>
internal sealed class FormPair : IDisposable
{
    private readonly TemporaryFolder form = new(), twin = new();

    /// <summary>Writes both folders; every projection of the decoder is quantised.</summary>
    public FormPair(string configuration, MatrixWriter write)
    {
        var text =
            RandomCheckpointSizes.Tiny.Text with { HiddenSize = 192, HeadDim = 48, MropeSection = [8, 8, 8], IntermediateSize = 320 };
        var config = RandomCheckpointSizes.Tiny with { Text = text, Vision = RandomCheckpointSizes.Tiny.Vision with { OutputSize = 192 } };
        RandomCheckpoint.Write(form.Path, new() { Config = config });
        RandomCheckpoint.Write(twin.Path, new() { Config = config });
        var json = JsonNode.Parse(File.ReadAllText(form.File("config.json")))!;
        json["quantization_config"] = JsonNode.Parse(configuration);
        File.WriteAllText(form.File("config.json"), json.ToJsonString());

        var random = new Random(11);
        List<RawTensor> stored = [], plain = [];
        foreach (var tensor in RawSafetensors.Read(form.File("model.safetensors")))
        {
            if (!tensor.Name.EndsWith("_proj.weight", StringComparison.Ordinal)
                || tensor.Name.StartsWith("visual.", StringComparison.Ordinal))
            {
                stored.Add(tensor);
                plain.Add(tensor);
                continue;
            }

            var (parts, numbers) = write(tensor.Name[..^".weight".Length], (int)tensor.Shape[0], (int)tensor.Shape[1], random);
            stored.AddRange(parts);
            plain.Add(RawTensor.Of(tensor.Name, "F32", tensor.Shape, numbers));
        }

        RawSafetensors.Write(form.File("model.safetensors"), stored);
        RawSafetensors.Write(twin.File("model.safetensors"), plain);
    }

    /// <summary>Makes the stored parts of a matrix [rows, columns] and the numbers that they mean.</summary>
    public delegate (RawTensor[] Parts, float[] Numbers) MatrixWriter(string module, int rows, int columns, Random random);

    public string Form => form.Path;

    public string Twin => twin.Path;

    public void Dispose()
    {
        form.Dispose();
        twin.Dispose();
    }
}
