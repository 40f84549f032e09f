using System.Text;
using System.Text.Json.Nodes;
using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Tests.Checkpoints.Forms;

/// <summary>Safetensors files with tensors of any number format.</summary>
internal static class RawSafetensors
{
    public static List<RawTensor> Read(string path)
    {
        using var file = SafetensorsFile.Open(path);
        return [.. file.Entries.Select(entry => new RawTensor(
            entry.Key, entry.Value.DataType, [.. entry.Value.Shape],
            file.Bytes(entry.Value.Offset, (int)entry.Value.ByteLength).ToArray()))];
    }

    public static void Write(string path, IReadOnlyList<RawTensor> tensors)
    {
        var header = new JsonObject();
        long offset = 0;
        foreach (var tensor in tensors)
        {
            header[tensor.Name] = new JsonObject
            {
                ["dtype"] = tensor.Type,
                ["shape"] = new JsonArray([.. tensor.Shape.Select(length => JsonValue.Create(length))]),
                ["data_offsets"] = new JsonArray(offset, offset += tensor.Bytes.Length),
            };
        }

        var text = Encoding.UTF8.GetBytes(header.ToJsonString());
        using var output = File.Create(path);
        output.Write(BitConverter.GetBytes((long)text.Length));
        output.Write(text);
        foreach (var tensor in tensors)
            output.Write(tensor.Bytes);
    }
}
