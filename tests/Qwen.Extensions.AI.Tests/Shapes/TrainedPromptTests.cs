using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Tests.Client;
using Qwen.Testing;

namespace Qwen.Extensions.AI.Tests.Shapes;

/// <summary>What the demo model was trained to answer, asked for by a schema: the shape takes nothing from the content.</summary>
public class TrainedPromptTests
{
    private const string Fields = """{"type": "object", "additionalProperties": {"type": "string"}}""";

    private const string Items =
        """
        {"type": "array", "items": {"type": "object", "properties": {
          "bbox_2d": {"type": "array", "items": {"type": "integer"}, "minItems": 4, "maxItems": 4},
          "point_2d": {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2},
          "label": {"type": "string"}}, "required": ["label"], "additionalProperties": false}}
        """;

    private static string Folder => Path.Combine(RepositoryFiles.DemoCheckpoint, "cases");

    public static TheoryData<string, string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var question in JsonElement.Parse(File.ReadAllText(Path.Combine(Folder, "cases.json"))).EnumerateArray())
            {
                if (question.GetProperty("kind").GetString() is "box1" or "boxn" or "absent" or "point1" or "kie")
                    data.Add(
                        question.GetProperty("file").GetString()!,
                        question.GetProperty("prompt").GetString()!,
                        question.GetProperty("kind").GetString()!);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_answer_by_a_schema_is_the_one_that_the_model_gives_freely(string file, string prompt, string kind)
    {
        using var client = await DemoModel.CreateClientAsync();
        var picture = await File.ReadAllBytesAsync(Path.Combine(Folder, file), TestContext.Current.CancellationToken);
        var message = new ChatMessage(ChatRole.User, [new DataContent(picture, "image/png"), new TextContent(prompt)]);
        var options = new ChatOptions { Temperature = 0 };
        var free = (await client.GetResponseAsync(message, options, TestContext.Current.CancellationToken)).Text;

        options.ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse(kind == "kie" ? Fields : Items));
        options.AdditionalProperties = new() { [QwenPropertyNames.FormatInstruction] = false };
        var held = (await client.GetResponseAsync(message, options, TestContext.Current.CancellationToken)).Text;

        Assert.StartsWith("```json\n", free, StringComparison.Ordinal);
        AssertAlike(JsonElement.Parse(free[8..^4]), JsonElement.Parse(held));
    }

    // weights of 8 bits: several tokens at a time may move a coordinate by a pixel or two
    private static void AssertAlike(JsonElement expected, JsonElement actual)
    {
        Assert.Equal(expected.ValueKind, actual.ValueKind);
        switch (expected.ValueKind)
        {
            case JsonValueKind.Number:
                Assert.InRange(actual.GetInt32(), expected.GetInt32() - 3, expected.GetInt32() + 3);
                break;
            case JsonValueKind.Array:
                Assert.Equal(expected.GetArrayLength(), actual.GetArrayLength());
                foreach (var (first, second) in expected.EnumerateArray().Zip(actual.EnumerateArray()))
                    AssertAlike(first, second);
                break;
            case JsonValueKind.Object:
                Assert.Equal(
                    expected.EnumerateObject().Select(member => member.Name), actual.EnumerateObject().Select(member => member.Name));
                foreach (var member in expected.EnumerateObject())
                    AssertAlike(member.Value, actual.GetProperty(member.Name));
                break;
            default:
                Assert.Equal(expected.GetRawText(), actual.GetRawText());
                break;
        }
    }
}
