using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Tests.Client;
using Qwen.VisionLanguage;

namespace Qwen.Extensions.AI.Tests.Shapes;

/// <summary>Schemas of strangers, as MCP servers and remote callers send them: a sentence of ours, or an answer.</summary>
public sealed class HostileSchemaTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Unsound => new(
        """{"type":"object","properties":{"a":{"enum":["\ud800"]}}}""",
        """{"type":"object","properties":{"\udc00":{}}}""",
        """{"type":"object","title":"\ud800"}""",
        """{"type":"object","type":"string"}""",
        """{"const":{"a":1,"a":2}}""",
        """{"type":"object","properties":{"a":{},"a":{"type":"null"}}}""",
        """{"type":"integer","multipleOf":0.123456789,"minimum":1,"maximum":123456788}""",
        """{"minimum":1e-2147483648}""",
        string.Concat(Enumerable.Repeat("{\"items\":", 70)) + "true" + new string('}', 70),
        string.Concat(Enumerable.Repeat("{\"items\":", 20_000)) + "true" + new string('}', 20_000),
        "{\"const\":" + new string('[', 20_000) + new string(']', 20_000) + "}",
        "3");

    [Theory]
    [MemberData(nameof(Unsound))]
    public async Task An_unsound_response_format_is_refused_in_a_sentence(string schema)
    {
        using var client = await DemoModel.CreateClientAsync();
        using var document = Parse(schema);
        var options = new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(document.RootElement), MaxOutputTokens = 8 };
        var error = await Assert.ThrowsAsync<QwenException>(() => client.GetResponseAsync("?", options, Stop));
        Assert.InRange(error.Message.Length, 20, 1000);
    }

    [Theory]
    [MemberData(nameof(Unsound))]
    public async Task An_unsound_schema_of_a_grammar_is_refused_in_a_sentence(string schema)
    {
        using var client = await DemoModel.CreateClientAsync();
        using var document = Parse(schema);
        var options = new ChatOptions
        {
            MaxOutputTokens = 8,
            AdditionalProperties = new()
            {
                [QwenPropertyNames.Grammar] = "root ::= \"x\" @s",
                [QwenPropertyNames.GrammarSchemas] = new Dictionary<string, JsonElement> { ["s"] = document.RootElement },
            },
        };
        await Assert.ThrowsAsync<QwenException>(() => client.GetResponseAsync("?", options, Stop));
    }

    [Theory]
    [MemberData(nameof(Unsound))]
    public async Task An_unsound_schema_of_a_tool_ends_in_a_sentence_or_leaves_its_arguments_open(string schema)
    {
        using var client = await DemoModel.CreateClientAsync();
        using var document = Parse(schema);
        var options = new ChatOptions
        {
            MaxOutputTokens = 8,
            ToolMode = ChatToolMode.RequireAny,
            Tools = [AIFunctionFactory.CreateDeclaration("tool", "A tool of a stranger.", document.RootElement)],
        };
        try
        {
            await client.GetResponseAsync("?", options, Stop);
        }
        catch (QwenException error)
        {
            Assert.InRange(error.Message.Length, 20, 1000);
        }
    }

    [Fact]
    public async Task A_grammar_that_says_itself_twice_over_and_over_is_refused_and_the_next_request_answered()
    {
        using var client = await DemoModel.CreateClientAsync();
        var rules = new StringBuilder("root ::= r0\n");
        for (var i = 0; i < 60; i++)
            rules.Append(System.Globalization.CultureInfo.InvariantCulture, $"r{i} ::= r{i + 1} r{i + 1}\n");
        var hostile = new ChatOptions
        {
            AdditionalProperties = new() { [QwenPropertyNames.Grammar] = rules.Append("r60 ::= \"a\"\n").ToString() }
        };
        await Assert.ThrowsAsync<QwenException>(() => client.GetResponseAsync("?", hostile, Stop));
        var sound = new ChatOptions { AdditionalProperties = new() { [QwenPropertyNames.Grammar] = "root ::= \"yes\" | \"no\"" } };
        Assert.Contains((await client.GetResponseAsync("?", sound, Stop)).Text, new[] { "yes", "no" });
    }

    // as deep as a caller may have read it
    private static JsonDocument Parse(string schema) => JsonDocument.Parse(schema, new JsonDocumentOptions { MaxDepth = 100_000 });
}
