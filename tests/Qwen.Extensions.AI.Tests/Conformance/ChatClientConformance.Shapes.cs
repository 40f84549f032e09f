using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Tests.Shapes;

namespace Qwen.Extensions.AI.Tests.Conformance;

public abstract partial class ChatClientConformance
{
    [Fact]
    public Task An_object_is_one()
    {
        RequireFormats();
        return GivesAsync<Shape>();
    }

    [Fact]
    public Task An_array_is_one()
    {
        RequireFormats();
        return GivesAsync<Size[]>();
    }

    [Fact]
    public Task A_number_is_one() => GivesAsync<int>();

    [Fact]
    public Task A_text_is_one() => GivesAsync<string>();

    [Theory]
    [InlineData("Is it round?")]
    [InlineData("Is it square?")]
    public Task A_truth_value_is_one(string question) => GivesAsync<bool>(question);

    [Fact]
    public Task An_enumeration_is_one() => GivesAsync<Colour>();

    [Fact]
    public async Task Any_json_is_an_object()
    {
        Assert.SkipUnless(EnforcesShapes, "This client does not enforce shapes.");
        using var client = await CreateChatClientAsync();
        var options = Shaped(2);
        options.ResponseFormat = ChatResponseFormat.Json;
        var response = await client.GetResponseAsync("Describe it as JSON.", options, Stop);
        if (response.FinishReason == ChatFinishReason.Stop)
            Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(response.Text).RootElement.ValueKind);
    }

    [Fact]
    public async Task A_value_comes_after_the_functions_that_it_needs()
    {
        RequireFormats();
        Assert.SkipUnless(EnforcesShapes, "This client does not enforce shapes.");
        var calls = 0;
        using var inner = await CreateChatClientAsync();
        using var client = inner.AsBuilder().UseFunctionInvocation().Build();
        var options = Shaped(4);
        options.Tools = [AIFunctionFactory.Create(() => ++calls, "measure")];
        options.ToolMode = ChatToolMode.RequireSpecific("measure");
        options.AllowMultipleToolCalls = false;
        var response = await client.GetResponseAsync<Size>("How large is it?", options, cancellationToken: Stop);
        Assert.True(calls > 0);
        if (response.FinishReason == ChatFinishReason.Stop)
            Assert.NotNull(response.Result);
    }

    private ChatOptions Shaped(int seed)
    {
        var options = Options(seed);
        (options.Temperature, options.MaxOutputTokens) = (4, Limit);
        return options;
    }

    private async Task GivesAsync<T>(string question = "Describe it.")
    {
        Assert.SkipUnless(EnforcesShapes, "This client does not enforce shapes.");
        using var client = await CreateChatClientAsync();
        var whole = 0;
        for (var seed = 0; seed < 5; seed++)
        {
            var response = await client.GetResponseAsync<T>(question, Shaped(seed), cancellationToken: Stop);
            if (response.FinishReason == ChatFinishReason.Length)
                continue;
            whole++;
            Assert.True(response.TryGetResult(out var value) && value is not null, response.Text);
        }

        Assert.True(whole > 2, $"Only {whole} of 5 answers came to their end.");
    }
}
