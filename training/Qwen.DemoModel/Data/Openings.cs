using Qwen.DemoModel.Drawing;
using Qwen.VisionLanguage.Text;

namespace Qwen.DemoModel.Data;

/// <summary>Draws what stands before a batch's questions: mostly the default system text, often enough something else.</summary>
internal static class Openings
{
    private static readonly string[] SystemTexts =
    [
        "You are a helpful assistant", "You are a careful assistant that looks at pictures.", "Answer in English.",
        "You help people with documents.",
        "You are an agent that operates a phone.", "You are Qwen, created by Alibaba Cloud. You are a helpful assistant.", "Be brief.",
        "You answer questions about images. Use the tools when they help.",
    ];

    private static readonly (string Asked, string Tool, string Arguments, string Result, string Answer)[] Talks =
    [
        ("What time is it?", "get_time", "{}", "14:05", "It is 14:05."),
        ("What is 2 plus 3?", "add", """{"a": 2, "b": 3}""", "5", "2 plus 3 is 5."),
        ("Take a note: milk.", "save_note", """{"text": "milk"}""", "saved", "Done."),
    ];

    /// <summary>An opening.</summary>
    /// <param name="dice">Decides.</param>
    /// <param name="forScreens">Whether screens are among the pictures: then an agent's tool stands there more often.</param>
    public static Opening Draw(Dice dice, bool forScreens)
    {
        var system = dice.Weighted((0.65, null), (0.11, ""), (0.24, dice.Pick(SystemTexts)));
        var tools = dice.Chance(forScreens ? 0.3 : 0.13) ? ToolTexts.Any(dice, forScreens ? 0.75 : 0.5) : [];
        return new Opening(system, tools, dice.Chance(0.08) ? Talk(dice) : []);
    }

    // a short conversation before the picture, with or without a tool's result
    private static List<ChatTurn> Talk(Dice dice)
    {
        var (asked, tool, arguments, result, answer) = dice.Pick(Talks);
        List<ChatTurn> turns = [new ChatTurn(ChatTurnRole.User, asked)];
        if (dice.Chance(0.6))
        {
            turns.Add(new ChatTurn(ChatTurnRole.Assistant, [new ToolCallPart(tool, arguments)]));
            turns.Add(new ChatTurn(ChatTurnRole.Tool, [new ToolResultPart([new TextPart(result)])]));
        }

        turns.Add(new ChatTurn(ChatTurnRole.Assistant, answer));
        return turns;
    }
}
