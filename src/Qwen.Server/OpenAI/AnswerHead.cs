using System.Text.Json;

namespace Qwen.Server.OpenAI;

/// <summary>What stands on an answer and on each piece of it.</summary>
/// <param name="Id">Names the answer.</param>
/// <param name="Created">When it was begun.</param>
/// <param name="Model">Who answers.</param>
internal sealed record AnswerHead(string Id, DateTimeOffset Created, string Model)
{
    /// <summary>Makes the head of an answer; what the client says of itself wins.</summary>
    public static AnswerHead Create(string? id, DateTimeOffset? created, string model) =>
        new(string.IsNullOrEmpty(id) ? $"chatcmpl-{Guid.NewGuid():N}" : id, created ?? DateTimeOffset.UtcNow, model);

    /// <summary>Writes the head's fields.</summary>
    public void Write(Utf8JsonWriter json, string kind)
    {
        json.WriteString("id", Id);
        json.WriteString("object", kind);
        json.WriteNumber("created", Created.ToUnixTimeSeconds());
        json.WriteString("model", Model);
    }
}
