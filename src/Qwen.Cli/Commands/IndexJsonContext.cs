using System.Text.Json.Serialization;
using Qwen.Videos.Index;

namespace Qwen.Cli.Commands;

/// <summary>Results of the index as JSON.</summary>
[JsonSerializable(typeof(IndexedVideo))]
[JsonSerializable(typeof(VideoMoment))]
internal sealed partial class IndexJsonContext : JsonSerializerContext
{
    /// <summary>Leaves letters of every script as they are.</summary>
    public static IndexJsonContext Readable { get; } =
        new(new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
