using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Tests.Client;

namespace Qwen.Extensions.AI.Tests.Tools;

/// <summary>
/// The deviations that are seen in the field, each with many arguments, written by a real model and read by the client: what was meant is
/// called, what cannot be told is reported as data, and nothing is thrown.
/// </summary>
public sealed class BrokenCallTests
{
    private static readonly JsonElement Other = JsonElement.Parse("""{"name": "other", "arguments": {"n": 1}}""");

    private static readonly AIFunctionDeclaration[] Tools =
        [
            AIFunctionFactory.CreateDeclaration("act", null, JsonElement.Parse("""{"type": "object"}""")),
            AIFunctionFactory.CreateDeclaration("other", null, JsonElement.Parse("""{"type": "object"}"""))
        ];

    private static readonly Dictionary<string, string> Arguments = new()
    {
        ["none"] = "{}",
        ["a text"] = """{"city": "Paris"}""",
        ["letters of the world"] = """{"city": "Köln 你好 😀"}""",
        ["quotes"] = """{"text": "say \"so\""}""",
        ["an apostrophe"] = """{"text": "it's"}""",
        ["line breaks"] = """{"text": "x\ny\tz\\"}""",
        ["a closing tag in a text"] = """{"text": "a </tool_call> b"}""",
        ["an opening tag in a text"] = """{"text": "a <tool_call> b"}""",
        ["braces in a text"] = """{"text": "}{][,:"}""",
        ["numbers"] = """{"a": 0, "b": -12.5, "c": 2e-3}""",
        ["truth values and null"] = """{"a": true, "b": false, "c": null}""",
        ["objects in objects"] = """{"a": {"b": {"c": {}}}, "d": 1}""",
        ["lists"] = """{"route": [{"x": 1}, {"x": [2, []]}], "way": []}""",
    };

    /// <summary>How a call is spoiled: the answer, by the call as JSON.</summary>
    private static readonly Dictionary<string, Func<JsonElement, string>> Deviations = new()
    {
        ["missing closing tag"] = call => $"<tool_call>\n{Json(call)}",
        ["missing closing tag before the next call"] = call => $"<tool_call>\n{Json(call)}\n<tool_call>\n{Json(Other)}\n</tool_call>",
        ["missing line breaks"] = call => $"<tool_call>{Json(call)}</tool_call>",
        ["two objects in one block"] = call => $"<tool_call>\n{Json(call)}\n{Json(Other)}\n</tool_call>",
        ["single quotes"] = call => $"<tool_call>\n{new CallStyle(Python: true).Write(call)}\n</tool_call>",
        ["trailing commas"] = call => $"<tool_call>\n{new CallStyle(TrailingCommas: true).Write(call)}\n</tool_call>",
        ["missing final brace"] = call => $"<tool_call>\n{Json(call)[..^1]}\n</tool_call>",
        ["no tags"] = Json,
    };

    /// <summary>Every deviation with all arguments.</summary>
    public static TheoryData<string, string> Variants
    {
        get
        {
            var variants = new TheoryData<string, string>();
            foreach (var deviation in Deviations.Keys)
            {
                foreach (var arguments in Arguments.Keys)
                    variants.Add(deviation, arguments);
            }

            return variants;
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task What_was_meant_is_called(string deviation, string arguments)
    {
        var answer = Deviations[deviation](Call(arguments));
        using var client = await DemoModel.CreateScriptedAsync(answer);
        var response = await client.GetResponseAsync("?", Options(), TestContext.Current.CancellationToken);
        var calls = response.Messages.Single().Contents.OfType<FunctionCallContent>().ToList();
        var expected = answer.Contains("\"other\"", StringComparison.Ordinal)
            ? new[] { ("act", Arguments[arguments]), ("other", """{"n": 1}""") }
            : [("act", Arguments[arguments])];
        Assert.Equal(expected.Select(call => call.Item1), calls.Select(call => call.Name));
        foreach (var (call, wanted) in calls.Zip(expected))
        {
            Assert.Null(call.Exception);
            Assert.True(JsonElement.DeepEquals(
                JsonElement.Parse(wanted.Item2),
                JsonSerializer.SerializeToElement(call.Arguments, AIJsonUtilities.DefaultOptions)), answer);
        }

        Assert.Equal(("", ChatFinishReason.ToolCalls), (response.Text, response.FinishReason));
        Assert.Equal(calls.Count, calls.DistinctBy(call => call.CallId).Count());
    }

    public static TheoryData<string> ArgumentNames => [.. Arguments.Keys];

    [Theory]
    [MemberData(nameof(ArgumentNames))]
    public async Task What_the_limit_cut_is_data(string arguments)
    {
        var answer = $"<tool_call>\n{Json(Call(arguments))}";
        using var client = await DemoModel.CreateScriptedAsync(answer);
        var options = Options();
        options.MaxOutputTokens = await DemoModel.CountAsync(answer) - 2;
        var response = await client.GetResponseAsync("?", options, TestContext.Current.CancellationToken);
        var call = Assert.Single(response.Messages.Single().Contents.OfType<FunctionCallContent>());
        Assert.Equal(("act", ChatFinishReason.Length), (call.Name, response.FinishReason));
        Assert.NotNull(call.Exception);
        Assert.True(call.InformationalOnly);
        Assert.StartsWith("{\"name\"", Assert.IsType<string>(call.RawRepresentation), StringComparison.Ordinal);
    }

    private static ChatOptions Options() => new() { Tools = [.. Tools], MaxOutputTokens = 300 };

    private static JsonElement Call(string arguments) => JsonElement.Parse($$"""{"name": "act", "arguments": {{Arguments[arguments]}}}""");

    private static string Json(JsonElement call) => new CallStyle().Write(call);
}
