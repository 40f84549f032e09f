using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Tests.Shapes;

namespace Qwen.Extensions.AI.Tests.Conformance;

public abstract partial class ChatClientConformance
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_function_without_parameters_runs_in_both_modes(bool streaming)
    {
        var calls = 0;
        await InvokeAsync(AIFunctionFactory.Create(() => ++calls, "get_number"), streaming);
        Assert.True(calls > 0); // weights that know nothing may call it again
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_function_gets_parameters_of_every_kind_in_both_modes(bool streaming)
    {
        RequireFormats();
        List<object?> seen = [];
        await InvokeAsync(
            AIFunctionFactory.Create(
                (int count, double? share, Colour colour, Size place, Size[] route, DateTimeOffset at, bool wet = true) => { seen.AddRange(
                    [count, share, colour, place, route, at, wet]); },
                "travel"),
            streaming);
        Assert.Equal(7, seen.Count);
        Assert.NotNull(seen[3]);
        Assert.NotNull(seen[4]);
    }

    [Fact]
    public async Task Some_function_is_called_where_one_has_to_be()
    {
        Assert.SkipUnless(EnforcesShapes, "This client does not enforce shapes.");
        using var client = await CreateChatClientAsync();
        var options = Shaped(3);
        options.Tools = [AIFunctionFactory.Create((bool on) => 1, "one"), AIFunctionFactory.Create((bool off) => 2, "two")];
        options.ToolMode = ChatToolMode.RequireAny;
        for (options.Seed = 1; options.Seed < 9; options.Seed++)
        {
            options.AllowMultipleToolCalls = options.Seed % 2 == 0;
            var response = await client.GetResponseAsync("Do it.", options, Stop);
            var calls = response.Messages.Single().Contents.OfType<FunctionCallContent>().ToList();
            Assert.NotEmpty(calls);
            Assert.Equal(calls.Count, calls.DistinctBy(call => call.CallId).Count());
            Assert.All(calls, call => Assert.Contains(call.Name, new[] { "one", "two" }));
            Assert.True(calls.Count == 1 || options.AllowMultipleToolCalls == true);
        }
    }

    [Fact]
    public async Task Functions_that_must_not_be_called_are_not()
    {
        using var client = await CreateChatClientAsync();
        var options = Options();
        options.Tools = [AIFunctionFactory.Create(() => 1, "one")];
        options.ToolMode = ChatToolMode.None;
        Assert.Empty((await client.GetResponseAsync("Do it.", options, Stop)).Messages.Single().Contents.OfType<FunctionCallContent>());
    }

    private async Task InvokeAsync(AIFunction function, bool streaming)
    {
        Assert.SkipUnless(EnforcesShapes, "This client does not enforce shapes.");
        using var inner = await CreateChatClientAsync();
        using var client = inner.AsBuilder().UseFunctionInvocation().Build();

        // the first seed under which the call comes to its end before the limit
        for (var seed = 0; seed < 10; seed++)
        {
            var options = Shaped(seed);
            (options.Tools, options.ToolMode, options.AllowMultipleToolCalls) =
                ([function], ChatToolMode.RequireSpecific(function.Name), false);
            var response = streaming
                ? await client.GetStreamingResponseAsync("Do it.", options, Stop).ToChatResponseAsync(Stop)
                : await client.GetResponseAsync("Do it.", options, Stop);
            if (response.Messages.Any(message => message.Role == ChatRole.Tool))
            {
                Assert.DoesNotContain(
                    response.Messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>(),
                    result => result.Exception is not null);
                return;
            }
        }

        Assert.Fail("No call came to its end.");
    }
}
