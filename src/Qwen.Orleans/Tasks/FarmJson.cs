using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Qwen.Perception;
using Qwen.Videos;

namespace Qwen.Orleans.Tasks;

/// <summary>Writes what tasks give, and reads what they are told.</summary>
[JsonSerializable(typeof(LocateResult))]
[JsonSerializable(typeof(CountResult))]
[JsonSerializable(typeof(RecognitionResult))]
[JsonSerializable(typeof(AnswerResult))]
[JsonSerializable(typeof(TextResult))]
[JsonSerializable(typeof(SpottedTextResult))]
[JsonSerializable(typeof(ExtractResult<JsonObject>))]
[JsonSerializable(typeof(DocumentPage))]
[JsonSerializable(typeof(VideoAnswerResult))]
[JsonSerializable(typeof(VideoEventsResult))]
[JsonSerializable(typeof(FoundEventsResult))]
[JsonSerializable(typeof(VideoWindowResult))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class FarmJson : JsonSerializerContext
{
    /// <summary>Leaves letters of every script as they are.</summary>
    public static FarmJson Readable { get; } = new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
