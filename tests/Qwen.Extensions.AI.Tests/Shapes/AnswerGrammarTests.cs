using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Tests.Client;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Text;

namespace Qwen.Extensions.AI.Tests.Shapes;

/// <summary>Answers by a caller's own grammar, written by a real model that is made to guess wildly.</summary>
public partial class AnswerGrammarTests
{
    private const string Points =
        """
        root   ::= "<points" (" x" n "=\"" n "\" y" n "=\"" n "\""){1,3} " alt=\"" text "\">" text "</points>"
        n      ::= [0-9]{1,3}
        text   ::= /[a-z ]{1,20}/
        """;

    private const string Boxes =
        """
        root ::= "```json\n[" box ("," box){0,3} "\n]\n```"
        box  ::= "\n\t{\"bbox_2d\": [" n (", " n){3} "], \"label\": " @label "}"
        n    ::= "0" | [1-9][0-9]{0,3}
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [GeneratedRegex("""^<points( x\d{1,3}="\d{1,3}" y\d{1,3}="\d{1,3}"){1,3} alt="[a-z ]{1,20}">[a-z ]{1,20}</points>$""")]
    private static partial Regex PointsForm { get; }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(50)]
    public async Task The_answer_has_the_form_of_the_grammar(float temperature)
    {
        using var client = await DemoModel.CreateClientAsync();
        for (var seed = 0; seed < (temperature > 0 ? 8 : 1); seed++)
        {
            var response = await client.GetResponseAsync("Point at the red circle.", Ask(Points, temperature, seed), Stop);
            Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
            Assert.Matches(PointsForm, response.Text);
            Assert.True(response.Usage!.AdditionalCounts![QwenPropertyNames.ForcedTokens] > 3, "What has no alternative is not asked for.");
        }
    }

    [Fact]
    public async Task Schemas_stand_inside_the_grammar_under_their_names()
    {
        using var client = await DemoModel.CreateClientAsync();
        const string Schemas = """{"label": {"enum": ["cup", "plate"]}}""";
        foreach (var schemas in new object[]
        {
            Schemas,
            JsonElement.Parse(Schemas),
            JsonNode.Parse(Schemas)!,
            JsonSerializer.SerializeToElement(Schemas)
        })
        {
            var options = Ask(Boxes, 5, 1);
            options.AdditionalProperties![QwenPropertyNames.GrammarSchemas] = schemas;
            var text = (await client.GetResponseAsync("?", options, Stop)).Text;
            Assert.StartsWith("```json\n[\n\t{\"bbox_2d\": [", text, StringComparison.Ordinal);
            Assert.EndsWith("\n]\n```", text, StringComparison.Ordinal);
            var labels = JsonElement.Parse(text[7..^3]).EnumerateArray().Select(box => box.GetProperty("label").GetString());
            Assert.All(labels, label => Assert.Contains(label, new[] { "cup", "plate" }));
        }
    }

    [Fact]
    public async Task The_provider_s_own_options_may_hold_it()
    {
        using var client = await DemoModel.CreateClientAsync();
        var options = new ChatOptions
        {
            RawRepresentationFactory = _ => new QwenGenerationOptions
            {
                Grammar = "root ::= \"it is \" @truth",
                GrammarSchemas = new Dictionary<string, JsonElement> { ["truth"] = JsonElement.Parse("""{"type": "boolean"}""") },
            },
        };
        Assert.Contains((await client.GetResponseAsync("?", options, Stop)).Text, new[] { "it is true", "it is false" });
    }

    [Fact]
    public async Task It_goes_before_a_response_format_and_the_model_is_told_nothing()
    {
        List<IReadOnlyList<ChatTurn>> seen = [];
        using var watching = await DemoModel.CreateScriptedAsync(request =>
        {
            seen.Add(request.Turns);
            return "yes";
        });
        using var client = await DemoModel.CreateClientAsync();
        var options = Ask("root ::= \"yes\" | \"no\"", 0, 0);
        options.ResponseFormat = ChatResponseFormat.ForJsonSchema<Point>();
        Assert.Contains((await client.GetResponseAsync("Is it red?", options, Stop)).Text, new[] { "yes", "no" });
        await watching.GetResponseAsync("Is it red?", options, Stop);
        Assert.Equal("Is it red?", Assert.IsType<TextPart>(Assert.Single(seen.Single().Single().Parts)).Text);
    }

    [Theory]
    [InlineData("root ::= \"a", null, "line 1")]
    [InlineData("", null, "no rule")]
    [InlineData("answer ::= \"a\"", null, "'root'")]
    [InlineData("root ::= /(?<=a)b/", null, "look-behind")]
    [InlineData("root ::= @box", null, "'box'")]
    [InlineData("root ::= @box", """{"box": {"pattern": "(a)\\1", "type": "string"}}""", "pattern")]
    [InlineData("root ::= @box", """["box"]""", "'grammar_schemas'")]
    [InlineData("root ::= @box", "{", "'grammar_schemas'")]
    [InlineData("root ::= @box", """{"box": {}, "box": {}}""", "'grammar_schemas'")]
    public async Task What_cannot_be_enforced_is_refused_before_anything_is_written(string grammar, string? schemas, string reason)
    {
        var asked = 0;
        using var client = await DemoModel.CreateClientAsync(
            new QwenChatClientOptions { ConstraintFactory = _ => { asked++; return null; } });
        var options = Ask(grammar, 0, 0);
        options.AdditionalProperties![QwenPropertyNames.GrammarSchemas] = schemas;
        var error = await Assert.ThrowsAsync<QwenException>(() => client.GetResponseAsync("?", options, Stop));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Equal(0, asked);
    }

    [Fact]
    public async Task Functions_beside_it_are_refused_unless_they_must_not_be_called()
    {
        using var client = await DemoModel.CreateClientAsync();
        var options = Ask("root ::= \"yes\"", 0, 0);
        options.Tools = [AIFunctionFactory.Create(() => 1, "f")];
        var error = await Assert.ThrowsAsync<QwenException>(() => client.GetResponseAsync("?", options, Stop));
        Assert.Contains("'grammar'", error.Message, StringComparison.Ordinal);
        options.ToolMode = ChatToolMode.None;
        Assert.Equal("yes", (await client.GetResponseAsync("?", options, Stop)).Text);
    }

    [Fact]
    public async Task A_beginning_that_fits_is_gone_on_with()
    {
        using var client = await DemoModel.CreateClientAsync();
        var options = Ask(Points, 3, 0);
        options.AdditionalProperties![QwenPropertyNames.AssistantPrefix] = "<points x1=\"5\"";
        Assert.Matches(PointsForm, "<points x1=\"5\"" + (await client.GetResponseAsync("?", options, Stop)).Text);
    }

    [Fact]
    public async Task It_is_compiled_once_for_all_requests()
    {
        await using var model = await DemoModel.LoadAsync();
        using var client = new QwenChatClient(model);
        for (var seed = 0; seed < 3; seed++)
            await client.GetResponseAsync("?", Ask(Points, 3, seed), Stop);
        Assert.Equal(1, AI.Shapes.GrammarCache.Of(model).Count);
        await client.GetResponseAsync("?", Ask(Points + "\n# another", 3, 0), Stop);
        Assert.Equal(2, AI.Shapes.GrammarCache.Of(model).Count);
    }

    private static ChatOptions Ask(string grammar, float temperature, int seed) => new()
    {
        Temperature = temperature, Seed = seed, MaxOutputTokens = 400,
        AdditionalProperties = new() { [QwenPropertyNames.Grammar] = grammar },
    };
}
