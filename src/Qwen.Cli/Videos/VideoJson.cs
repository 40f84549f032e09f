using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Qwen.Videos;

namespace Qwen.Cli.Videos;

/// <summary>Results about videos as JSON lines: one object a line, its first member the file.</summary>
[JsonSerializable(typeof(FoundEvent))]
[JsonSerializable(typeof(VideoAnswerResult))]
internal sealed partial class VideoJson : JsonSerializerContext
{
    /// <summary>Leaves letters of every script as they are.</summary>
    public static VideoJson Readable { get; } = new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The line of a result.</summary>
    public static string ToLine<T>(string file, T result, JsonTypeInfo<T> type)
    {
        var line = JsonSerializer.SerializeToNode(result, type)!.AsObject();
        line.Insert(0, "file", file);
        return line.ToJsonString(Readable.Options);
    }
}
