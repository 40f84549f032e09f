using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Tests.Client;
using Qwen.Extensions.AI.Tests.RandomWeights;

namespace Qwen.Extensions.AI.Tests.Tools;

/// <summary>Tools as MCP servers offer them: schemas that no .NET method made, called by a model that never saw one.</summary>
public sealed class McpToolTests
{
    private const int Limit = 200;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static IReadOnlyList<AIFunctionDeclaration> Tools { get; } =
        [.. SchemaCase.Tools().Select(tool => AIFunctionFactory.CreateDeclaration(tool.Name, $"Does {tool.Name}.", tool.Schema))];

    [Fact]
    public async Task A_tool_that_is_required_gets_arguments_that_its_schema_takes()
    {
        using var client = await DemoModel.CreateClientAsync();
        var report = new SchemaReport();
        for (var seed = 0; seed < Tools.Count; seed += 3)
        {
            var response = await client.GetResponseAsync(
                "Do something.", Ask([Tools[seed]], ChatToolMode.RequireSpecific(Tools[seed].Name), seed), Stop);
            Assert.Equal(Tools[seed].Name, await JudgeAsync(response, report));
        }

        AssertValid(report);
    }

    [Fact]
    public async Task Some_tool_of_many_is_called_where_any_will_do()
    {
        using var client = await DemoModel.CreateClientAsync();
        var report = new SchemaReport();
        for (var seed = 0; seed < 8; seed++)
        {
            var some = Tools.Where((_, number) => number % 8 == seed).ToList();
            var name = await JudgeAsync(
                await client.GetResponseAsync("Do something.", Ask(some, ChatToolMode.RequireAny, seed), Stop), report);
            Assert.Contains(some, tool => tool.Name == name);
        }

        AssertValid(report);
    }

    private static ChatOptions Ask(IReadOnlyList<AIFunctionDeclaration> tools, ChatToolMode mode, int seed) => new()
    {
        Tools = [.. tools], ToolMode = mode, Temperature = 10, Seed = seed, MaxOutputTokens = Limit, AllowMultipleToolCalls = false,
    };

    private static async Task<string> JudgeAsync(ChatResponse response, SchemaReport report)
    {
        var call = Assert.IsType<FunctionCallContent>(Assert.Single(response.Messages.Single().Contents));
        if (response.FinishReason == ChatFinishReason.Length)
        {
            report.Cut++;
            return call.Name;
        }

        Assert.Null(call.Exception);
        var schema = Tools.Single(tool => tool.Name == call.Name).JsonSchema;
        await SchemaRun.JudgeAsync(
            new SchemaCase(call.Name, schema), JsonSerializer.Serialize(call.Arguments, AIJsonUtilities.DefaultOptions), report);
        return call.Name;
    }

    private static void AssertValid(SchemaReport report)
    {
        Assert.True(report.Invalid.Count == 0, string.Join('\n', report.Invalid));

        // at such a temperature a string may take all the tokens there are, and which one does hangs on the last bit of a logit
        Assert.True(report.Valid >= report.Count / 6, string.Join('\n', report.Lines()));
    }
}
