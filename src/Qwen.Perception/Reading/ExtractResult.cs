using System.Text.Json.Serialization;

namespace Qwen.Perception;

/// <summary>Fields read from a document, as an object.</summary>
/// <typeparam name="T">The object's type.</typeparam>
public sealed record ExtractResult<T> : FieldsResult
    where T : class
{
    /// <summary>
    /// The object; null where a member that it requires could not be read. Other members that could not be read keep their default.
    /// </summary>
    [JsonPropertyName("value")]
    public required T? Value { get; init; }

    /// <summary>Keys whose value does not fit what was asked for; the text is in <see cref="FieldsResult.Fields"/>.</summary>
    [JsonPropertyName("unread")]
    public required IReadOnlyList<string> Unread { get; init; }
}
