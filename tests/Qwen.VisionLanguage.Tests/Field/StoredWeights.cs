using System.Buffers.Binary;
using System.Text.Json.Nodes;

namespace Qwen.VisionLanguage.Tests.Field;

/// <summary>The tensors of a weight file, to be renamed, added, dropped and cut.</summary>
internal sealed class StoredWeights
{
    private readonly List<(string Name, string Type, long[] Shape, byte[] Data)> tensors = [];

    public static StoredWeights Read(string path)
    {
        var file = File.ReadAllBytes(path);
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        var weights = new StoredWeights();
        foreach (var (name, entry) in JsonNode.Parse(file.AsSpan(8, length))!.AsObject().Where(entry => entry.Key != "__metadata__"))
        {
            var (from, to) = ((int)entry!["data_offsets"]![0]!, (int)entry["data_offsets"]![1]!);
            long[] shape = [.. entry["shape"]!.AsArray().Select(size => (long)size!)];
            weights.tensors.Add((name, (string)entry["dtype"]!, shape, file[(8 + length + from)..(8 + length + to)]));
        }

        return weights;
    }

    /// <summary>Writes the tensors that a condition holds for.</summary>
    public void Write(string path, Func<string, bool>? isMeant = null)
    {
        var header = new JsonObject();
        long at = 0;
        foreach (var (name, type, shape, data) in tensors.Where(tensor => isMeant?.Invoke(tensor.Name) ?? true))
        {
            header[name] = new JsonObject
            {
                ["dtype"] = type,
                ["shape"] = new JsonArray([.. shape.Select(size => (JsonNode)size)]),
                ["data_offsets"] = new JsonArray(at, at += data.Length),
            };
        }

        var text = System.Text.Encoding.UTF8.GetBytes(header.ToJsonString());
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        File.Delete(path);
        using var file = File.Create(path);
        file.Write(length);
        file.Write(text);
        foreach (var tensor in tensors.Where(tensor => isMeant?.Invoke(tensor.Name) ?? true))
            file.Write(tensor.Data);
    }

    public StoredWeights Rename(Func<string, string> rename)
    {
        for (var i = 0; i < tensors.Count; i++)
            tensors[i] = tensors[i] with { Name = rename(tensors[i].Name) };
        return this;
    }

    public StoredWeights Drop(string name)
    {
        Assert.Equal(1, tensors.RemoveAll(tensor => tensor.Name == name));
        return this;
    }

    /// <summary>Adds a tensor of one value, or of zeros.</summary>
    public StoredWeights Add(string name, float value, params long[] shape)
    {
        var data = new byte[2 * shape.Aggregate(1L, (product, size) => product * size)];
        for (var i = 0; i < data.Length; i += 2)
            BinaryPrimitives.WriteHalfLittleEndian(data.AsSpan(i), (Half)value);
        tensors.Add((name, "F16", shape, data));
        return this;
    }

    public StoredWeights AddCopy(string name, string of)
    {
        tensors.Add(tensors[IndexOf(of)] with { Name = name });
        return this;
    }

    /// <summary>Keeps the first rows of a matrix.</summary>
    public StoredWeights Cut(string name, long rows)
    {
        var i = IndexOf(name);
        var (_, _, shape, data) = tensors[i];
        tensors[i] = tensors[i] with { Shape = [rows, .. shape[1..]], Data = data[..(int)(data.Length / shape[0] * rows)] };
        return this;
    }

    public StoredWeights Zero(string name)
    {
        var i = IndexOf(name);
        tensors[i] = tensors[i] with { Data = new byte[tensors[i].Data.Length] };
        return this;
    }

    /// <summary>Puts the channels of a convolution last, as MLX does.</summary>
    public StoredWeights ChannelsLast(string name)
    {
        var i = IndexOf(name);
        var (_, _, shape, data) = tensors[i];
        var size = data.Length / (int)shape.Aggregate((product, length) => product * length);
        var (rows, channels, places) = ((int)shape[0], (int)shape[1], (int)(shape[2] * shape[3] * shape[4]));
        var moved = new byte[data.Length];
        for (var row = 0; row < rows; row++)
        {
            for (var channel = 0; channel < channels; channel++)
            {
                for (var place = 0; place < places; place++)
                {
                    data.AsSpan(((row * channels + channel) * places + place) * size, size)
                        .CopyTo(moved.AsSpan(((row * places + place) * channels + channel) * size));
                }
            }
        }

        tensors[i] = tensors[i] with { Shape = [shape[0], .. shape[2..], shape[1]], Data = moved };
        return this;
    }

    private int IndexOf(string name)
    {
        var i = tensors.FindIndex(tensor => tensor.Name == name);
        Assert.True(i >= 0, $"There is no tensor {name}.");
        return i;
    }
}
