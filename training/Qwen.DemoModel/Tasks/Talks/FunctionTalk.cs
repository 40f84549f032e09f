using Qwen.DemoModel.Drawing;
using Qwen.VisionLanguage.Text;

namespace Qwen.DemoModel.Tasks.Talks;

/// <summary>
/// Functions and requests: which one is to be called, with what; what is to be said about its result; and that none fits. The kinds
/// are <c>call</c>, <c>result</c>, <c>refuse</c> and <c>unlearned</c>.
/// </summary>
internal sealed class FunctionTalk : ITalk
{
    private const int Most = 6;

    /// <inheritdoc/>
    public Talk Draw(Dice dice, int count, string? kind = null)
    {
        if (kind is null && dice.Chance(0.1))
            return new Talk([], [.. Enumerable.Range(0, count).Select(_ => Unlearned.Draw(dice))]);
        var offered = Offer(dice);
        var questions = new List<Question>();
        while (questions.Count < count)
        {
            var wanted = kind ?? dice.Weighted((0.45, "call"), (0.22, "result"), (0.25, "refuse"), (0.08, "unlearned"));
            if ((wanted switch
            {
                "call" => Call(dice, offered),
                "result" => Result(dice, offered),
                "refuse" => Refuse(dice, offered),
                _ => Unlearned.Draw(dice)
            }) is { } question)
                questions.Add(question);
            else if (kind is not null)
                offered = Offer(dice); // none of these gives a result that something is said about
        }

        return new Talk([.. offered.Select(function => function.Json)], questions);
    }

    private static List<OfferedFunction> Offer(Dice dice)
    {
        var count = dice.Between(1, Most);
        var own = dice.Chance(0.4) ? dice.Between(1, Math.Min(4, count)) : 0;
        List<OfferedFunction> offered = [.. ProductFunctions.Draw(dice, own), .. InventedFunctions.Draw(dice, count - own)];
        return dice.Some(offered, offered.Count);
    }

    private static Question Call(Dice dice, List<OfferedFunction> offered)
    {
        var function = dice.Pick(offered);
        var request = function.Ask(dice);
        var answer =
            new AnswerText().Seen("<tool_call>").Plain("\n{\"name\": \"").Seen(function.Name).Plain("\", \"arguments\": ").Seen("{");
        for (var i = 0; i < request.Arguments.Count; i++)
            answer.Add($"{(i == 0 ? "" : ", ")}\"{request.Arguments[i].Name}\": ", AnswerText.Label).Seen(request.Arguments[i].Json);
        return new Question("call", request.Text, answer.Seen("}").Plain("}\n</tool_call>").Pieces);
    }

    private static Question? Result(Dice dice, List<OfferedFunction> offered)
    {
        var function = dice.Pick(offered);
        var request = function.Ask(dice);
        if (request.Answer is null)
            return null;
        return new Question("result", request.Text, new AnswerText().Seen(request.Answer).Pieces)
        {
            After =
            [
                new ChatTurn(ChatTurnRole.Assistant, [new ToolCallPart(function.Name, request.ArgumentsJson)]),
                new ChatTurn(ChatTurnRole.Tool, [new ToolResultPart([new TextPart(request.Result!)])]),
            ],
        };
    }

    // a request that only a function would fit that is not offered
    private static Question? Refuse(Dice dice, List<OfferedFunction> offered)
    {
        var other = InventedFunctions.Draw(dice, 1, asking: false)[0];
        return offered.Any(function => function.Name == other.Name)
            ? null
            : new Question("refuse", other.Ask(dice).Text, new AnswerText().Seen(Unlearned.NoFunction).Pieces);
    }
}
