using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using Qwen.Testing;

namespace Qwen.VisionLanguage.Tests.Checkpoints;

/// <summary>A small checkpoint on disk that a test damages.</summary>
internal sealed class CheckpointFolder : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public CheckpointFolder(int shards = 1, bool nested = false, bool tied = true)
    {
        var config = RandomCheckpointSizes.Tiny with { Text = RandomCheckpointSizes.Tiny.Text with { TiedHead = tied } };
        RandomCheckpoint.Write(folder.Path, new() { Config = config, Shards = shards, Nested = nested });
    }

    public string Path => folder.Path;

    public string File(string name) => folder.File(name);

    public byte[] Read(string name) => System.IO.File.ReadAllBytes(File(name));

    public void Write(string name, byte[] content) => System.IO.File.WriteAllBytes(File(name), content);

    public void Write(string name, string content) => System.IO.File.WriteAllText(File(name), content);

    public void Delete(string name) => System.IO.File.Delete(File(name));

    /// <summary>Changes a JSON file.</summary>
    public void Edit(string name, Action<JsonObject> edit)
    {
        var json = JsonNode.Parse(Read(name))!.AsObject();
        edit(json);
        Write(name, json.ToJsonString());
    }

    /// <summary>Puts raw text, which need not be JSON, in place of the value at a path like <c>vision_config.depth</c>.</summary>
    public void SetRaw(string name, string path, string raw)
    {
        const string Marker = "@@value@@";
        Edit(name, json =>
        {
            var parts = path.Split('.');
            foreach (var part in parts[..^1])
                json = json[part]!.AsObject();
            json[parts[^1]] = Marker;
        });
        Write(name, Encoding.UTF8.GetString(Read(name)).Replace($"\"{Marker}\"", raw, StringComparison.Ordinal));
    }

    /// <summary>Changes the header of a weight file and leaves its data as it is.</summary>
    public void EditHeader(string name, Action<JsonObject> edit) => EditHeaderText(name, text =>
    {
        var json = JsonNode.Parse(text)!.AsObject();
        edit(json);
        return json.ToJsonString();
    });

    /// <summary>Changes the header's text.</summary>
    public void EditHeaderText(string name, Func<string, string> edit)
        => EditHeaderBytes(name, header => Encoding.UTF8.GetBytes(edit(Encoding.UTF8.GetString(header))));

    /// <summary>Changes the header's bytes.</summary>
    public void EditHeaderBytes(string name, Func<byte[], byte[]> edit)
    {
        var file = Read(name);
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        var header = edit(file[8..(8 + length)]);
        var start = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(start, header.Length);
        Write(name, [.. start, .. header, .. file[(8 + length)..]]);
    }

    public void Dispose() => folder.Dispose();
}
