using System.Text.Json;
using Qwen.Testing;
using Qwen.VisionLanguage.Text;

namespace Qwen.VisionLanguage.Tests.Text;

[Trait("Category", "Golden")]
public class ChatPromptGoldenTests
{
    private const string Picture = "<|vision_start|><|image_pad|><|vision_end|>";
    private const string Video = "<|vision_start|><|video_pad|><|vision_end|>";

    [Fact]
    public void Text_and_ids_are_those_of_the_reference()
    {
        var tokenizer = QwenTokenizer.Load(Goldens.Require("tokenizer"));
        var builder = new ChatPromptBuilder(tokenizer, TextModels.Config(tokenizer));
        var conversations = 0;
        foreach (var row in Goldens.ReadJson("chat_prompts.json").EnumerateArray())
        {
            var tools = row.GetProperty("tools");
            var options = row.GetProperty("options");
            var prompt = builder.Build([.. row.GetProperty("messages").EnumerateArray().Select(ReadTurn)], new ChatPromptOptions
            {
                AddGenerationPrompt = options.GetProperty("add_generation_prompt").GetBoolean(),
                NumberMedia = options.TryGetProperty("add_vision_id", out var number) && number.GetBoolean(),
                Tools = tools.ValueKind == JsonValueKind.Null ? [] : [.. tools.EnumerateArray().Select(tool => tool.GetRawText())],
            });

            Assert.Equal(row.GetProperty("text").GetString(), prompt.Text);
            Assert.Equal(row.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32()), prompt.TokenIds);
            conversations++;
        }

        Assert.True(conversations > 0, "chat_prompts.json holds no conversations");
    }

    private static ChatTurn ReadTurn(JsonElement message)
    {
        var content = message.GetProperty("content");
        List<ChatPart> parts = content.ValueKind == JsonValueKind.String
            ? [.. ReadText(content.GetString()!)]
            : [.. content.EnumerateArray().SelectMany(ReadPart)];
        if (message.TryGetProperty("tool_calls", out var calls))
        {
            parts.AddRange(calls.EnumerateArray().Select(call => call.GetProperty("function")).Select(function =>
                new ToolCallPart(function.GetProperty("name").GetString()!, function.GetProperty("arguments").GetRawText())));
        }

        return message.GetProperty("role").GetString() switch
        {
            "system" => new ChatTurn(ChatTurnRole.System, parts),
            "user" => new ChatTurn(ChatTurnRole.User, parts),
            "assistant" => new ChatTurn(ChatTurnRole.Assistant, parts),
            "tool" => new ChatTurn(ChatTurnRole.Tool, [new ToolResultPart(parts)]),
            var role => throw new InvalidOperationException($"Unknown role {role}"),
        };
    }

    private static IEnumerable<ChatPart> ReadPart(JsonElement part) => part.GetProperty("type").GetString() switch
    {
        "image" => [TextModels.Medium(video: false)],
        "video" => [TextModels.Medium(video: true)],
        _ => [new TextPart(part.GetProperty("text").GetString()!)],
    };

    // the tool template knows no media parts: they stand in the text as placeholder runs
    private static IEnumerable<ChatPart> ReadText(string text)
    {
        while (text.Length > 0)
        {
            var places = new[] { text.IndexOf(Picture, StringComparison.Ordinal), text.IndexOf(Video, StringComparison.Ordinal) };
            var next = places.Where(place => place >= 0).DefaultIfEmpty(text.Length).Min();
            if (next > 0)
                yield return new TextPart(text[..next]);
            if (next < text.Length)
                yield return TextModels.Medium(video: next == places[1]);
            text = text[Math.Min(text.Length, next + Picture.Length)..];
        }
    }
}
