using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Qwen.Perception;

namespace Qwen.Cli.Pictures;

/// <summary>Results as JSON lines: one object a line, its first member the file.</summary>
[JsonSerializable(typeof(LocateResult))]
[JsonSerializable(typeof(PointResult))]
[JsonSerializable(typeof(CountResult))]
[JsonSerializable(typeof(RecognitionResult))]
[JsonSerializable(typeof(TextResult))]
[JsonSerializable(typeof(SpottedTextResult))]
[JsonSerializable(typeof(TableResult))]
[JsonSerializable(typeof(ExtractResult<JsonObject>))]
[JsonSerializable(typeof(DocumentPage))]
internal sealed partial class ResultJson : JsonSerializerContext
{
    /// <summary>Leaves letters of every script as they are.</summary>
    public static ResultJson Readable { get; } = new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The line of a result.</summary>
    /// <param name="file">The file.</param>
    /// <param name="result">The result.</param>
    /// <param name="type">Its type.</param>
    /// <param name="page">Which of the file's pages it is of; null where it has one.</param>
    public static string ToLine<T>(string file, T result, JsonTypeInfo<T> type, int? page = null)
    {
        var line = JsonSerializer.SerializeToNode(result, type)!.AsObject();
        line.Insert(0, "file", file);
        if (page is not null)
            line.Insert(1, "page", page);
        return line.ToJsonString(Readable.Options);
    }

    /// <summary>The line of a file that gave no result.</summary>
    public static string ToErrorLine(string file, string error, int? page = null)
    {
        var line = new JsonObject { ["file"] = file };
        if (page is not null)
            line["page"] = page;
        line["error"] = error;
        return line.ToJsonString(Readable.Options);
    }
}
