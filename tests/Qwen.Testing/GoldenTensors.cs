using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Qwen.Testing;

/// <summary>Reads a safetensors file of reference outputs. Independent of the product's own reader on purpose.</summary>
public sealed class GoldenTensors
{
    private readonly string path;
    private readonly Dictionary<string, (string Type, int[] Shape, long Start, long End)> tensors = [];

    /// <summary>Reads the header.</summary>
    public GoldenTensors(string path)
    {
        this.path = path;
        using var file = File.OpenRead(path);
        var length = new byte[8];
        file.ReadExactly(length);
        var header = new byte[BinaryPrimitives.ReadInt64LittleEndian(length)];
        file.ReadExactly(header);
        var data = 8 + header.Length;
        using var json = JsonDocument.Parse(header);
        foreach (var entry in json.RootElement.EnumerateObject().Where(e => e.Name != "__metadata__"))
        {
            var offsets = entry.Value.GetProperty("data_offsets");
            tensors[entry.Name] = (
                entry.Value.GetProperty("dtype").GetString()!,
                [.. entry.Value.GetProperty("shape").EnumerateArray().Select(e => e.GetInt32())],
                data + offsets[0].GetInt64(),
                data + offsets[1].GetInt64());
        }
    }

    /// <summary>Names of all tensors.</summary>
    public IEnumerable<string> Names => tensors.Keys;

    /// <summary>Whether the tensor is there.</summary>
    public bool Contains(string name) => tensors.ContainsKey(name);

    /// <summary>The tensor's shape.</summary>
    public int[] Shape(string name) => tensors[name].Shape;

    /// <summary>The raw little-endian bytes.</summary>
    public byte[] ReadBytes(string name)
    {
        var (_, _, start, end) = tensors[name];
        var bytes = new byte[end - start];
        using var file = File.OpenRead(path);
        file.Seek(start, SeekOrigin.Begin);
        file.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>An fp32 tensor.</summary>
    public float[] ReadFloats(string name)
    {
        if (tensors[name].Type != "F32")
            throw new InvalidOperationException($"{name} of {path} is {tensors[name].Type}, not F32.");
        return MemoryMarshal.Cast<byte, float>(ReadBytes(name)).ToArray();
    }
}
