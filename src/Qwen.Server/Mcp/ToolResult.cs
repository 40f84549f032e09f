using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Qwen.Server.Mcp;

/// <summary>What a function gave back, in the form of the protocol.</summary>
/// <param name="drawings">Keeps drawn pictures.</param>
internal sealed class ToolResult(DrawingStore drawings)
{
    /// <summary>A mistake of the caller, worded for it.</summary>
    public static CallToolResult Mistake(string message) => new() { Content = [new TextContentBlock { Text = message }], IsError = true };

    /// <summary>The result.</summary>
    /// <param name="result">JSON, words, content or a mistake.</param>
    /// <param name="structured">Whether the tool promises a structured result.</param>
    /// <param name="wrapped">Whether JSON is wrapped in an object.</param>
    public CallToolResult Create(object? result, bool structured, bool wrapped) => result switch
    {
        ErrorContent mistake => Mistake(mistake.Message),
        JsonElement json => new CallToolResult
        {
            Content = [new TextContentBlock { Text = json.GetRawText() }],
            StructuredContent = !structured ? null : wrapped ? Wrap(json) : json,
        },
        DataContent picture => new CallToolResult { Content = Draw(picture) },
        AIContent single => new CallToolResult { Content = [single.ToContentBlock()] },
        IEnumerable<AIContent> several => new CallToolResult { Content = [.. several.Select(content => content.ToContentBlock())] },
        _ => new CallToolResult { Content = [new TextContentBlock { Text = $"{result}" }] },
    };

    private static JsonElement Wrap(JsonElement json) =>
        JsonSerializer.SerializeToElement(new JsonObject { [ToolSchemas.Result] = JsonNode.Parse(json.GetRawText()) });

    private List<ContentBlock> Draw(DataContent picture)
    {
        var address = drawings.Add(picture);
        return
        [
            ImageContentBlock.FromBytes(picture.Data, picture.MediaType),
            new ResourceLinkBlock
            {
                Uri = address,
                Name = "drawing",
                Title = "Drawn picture",
                Description = "The same picture, to read again or to pass to another tool by this address.",
                MimeType = picture.MediaType,
                Size = picture.Data.Length,
            },
        ];
    }
}
