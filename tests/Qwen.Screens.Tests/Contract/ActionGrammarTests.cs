using System.Text.Json;
using Qwen.Constraints;
using Qwen.Screens;
using Qwen.Screens.Contract;
using Qwen.Testing;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;

namespace Qwen.Screens.Tests.Contract;

/// <summary>The grammar over the real vocabulary: what it lets through is what the reader reads.</summary>
public class ActionGrammarTests
{
    private static readonly PixelSize Seen = new(112, 224);

    private static readonly Lazy<Task<QwenModel>> Model = new(() => QwenModel.LoadAsync(
        RepositoryFiles.DemoCheckpoint, new QwenModelOptions { Device = "cpu", Threads = 2 }));

    public static TheoryData<ScreenKind, string, bool> Answers => new()
    {
        { ScreenKind.Phone, """{"action": "click", "coordinate": [111, 223]}""", true },
        { ScreenKind.Phone, """{"action": "click", "coordinate": [112, 223]}""", false },
        { ScreenKind.Phone, """{"action": "click", "coordinate": [1, 224]}""", false },
        { ScreenKind.Phone, """{"action": "click", "coordinate": [1, -2]}""", false },
        { ScreenKind.Phone, """{"action": "click"}""", false },
        { ScreenKind.Phone, """{"action": "long_press", "coordinate": [1, 2], "time": 2}""", true },
        { ScreenKind.Phone, """{"action": "swipe", "coordinate": [1, 2], "coordinate2": [3, 4]}""", true },
        { ScreenKind.Phone, """{"action": "type", "text": "Größe \"1\" 世"}""", true },
        { ScreenKind.Phone, """{"action": "type", "text": ""}""", false },
        { ScreenKind.Phone, """{"action": "system_button", "button": "Menu"}""", true },
        { ScreenKind.Phone, """{"action": "system_button", "button": "Power"}""", false },
        { ScreenKind.Phone, """{"action": "key", "text": "volume_up"}""", true },
        { ScreenKind.Phone, """{"action": "key", "text": "self_destruct"}""", false },
        { ScreenKind.Phone, """{"action": "open", "text": "Notes"}""", true },
        { ScreenKind.Phone, """{"action": "wait", "time": 60}""", true },
        { ScreenKind.Phone, """{"action": "wait", "time": 61}""", false },
        { ScreenKind.Phone, """{"action": "terminate", "status": "success"}""", true },
        { ScreenKind.Desktop, """{"action": "key", "keys": ["ctrl", "c"]}""", true },
        { ScreenKind.Desktop, """{"action": "key", "keys": ["ctrl", "rm -rf"]}""", false },
        { ScreenKind.Desktop, """{"action": "left_click", "coordinate": [3, 4]}""", true },
        { ScreenKind.Desktop, """{"action": "scroll", "coordinate": [3, 4], "pixels": -300}""", true },
        { ScreenKind.Desktop, """{"action": "terminate", "status": "failure"}""", true },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task It_lets_through_what_can_be_carried_out(ScreenKind kind, string arguments, bool fits)
    {
        var contract = ActionContract.For(kind);
        var answer = $"<tool_call>\n{{\"name\": \"{contract.Name}\", \"arguments\": {arguments}}}\n</tool_call>";
        Assert.Equal(fits, await TakesAsync(ActionGrammar.Write(contract, Seen, thought: false), answer));
        Assert.Equal(fits, await TakesAsync(ActionGrammar.Write(contract, Seen, thought: true), "I see it.\n" + answer));
        Assert.False(await TakesAsync(ActionGrammar.Write(contract, Seen, thought: false), "I see it.\n" + answer));
        if (fits)
            Assert.Null(contract.Read(answer, Seen, new PixelSize(360, 720)).Problem);
    }

    [Fact]
    public async Task A_click_begun_needs_two_numbers_only()
    {
        const string prefix = "<tool_call>\n{\"name\": \"mobile_use\", \"arguments\": {\"action\": \"click\", \"coordinate\": [";
        var grammar = ActionGrammar.WriteClick(prefix, Seen);
        Assert.True(await TakesAsync(grammar, prefix + "40, 200]}}\n</tool_call>"));
        Assert.False(await TakesAsync(grammar, prefix + "40, 300]}}\n</tool_call>"));
    }

    private static async Task<bool> TakesAsync(string notation, string answer)
    {
        var model = await Model.Value;
        var schemas = JsonDocument.Parse(ActionGrammar.Schemas).RootElement
            .EnumerateObject()
            .ToDictionary(schema => schema.Name, schema => schema.Value);
        var constraint = Grammar.FromNotation(model.Vocabulary, notation, schemas).CreateConstraint();
        try
        {
            foreach (var token in model.Tokenizer.EncodeWithSpecialTokens(answer))
                constraint.Accept(token);
            return constraint.MayEnd;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
