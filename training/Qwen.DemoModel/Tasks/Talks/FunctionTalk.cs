using Qwen.DemoModel.Drawing;
using Qwen.VisionLanguage.Text;

namespace Qwen.DemoModel.Tasks.Talks;

/// <summary>
/// Functions and requests: which one is to be called, with what; what is to be said about its result; and that none fits. The kinds
/// are <c>call</c>, <c>result</c>, <c>plan</c> (two calls in turn), <c>next</c> (a second request), <c>refuse</c> and <c>unlearned</c>.
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
            var wanted = kind ?? dice.Weighted(
                (0.41, "call"), (0.12, "result"), (0.22, "plan"), (0.07, "next"), (0.14, "refuse"), (0.04, "unlearned"));
            if ((wanted switch
            {
                "call" => Call(dice, offered),
                "result" => Result(dice, offered),
                "plan" => Plan(dice, offered),
                "next" => Next(dice, offered),
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
        return new Question("call", request.Text, CallOf(function, request));
    }

    private static Question? Result(Dice dice, List<OfferedFunction> offered)
    {
        var function = dice.Pick(offered);
        var request = function.Ask(dice);
        return request.Answer is null
            ? null
            : new Question("result", request.Text, new AnswerText().Seen(request.Answer).Pieces) { After = Called(function, request) };
    }

    // two things are asked for: the first call, the second after the first's result, and what is said of both
    private static Question? Plan(Dice dice, List<OfferedFunction> offered)
    {
        var one = dice.Pick(offered);
        var other = dice.Chance(0.3) ? one : dice.Pick(offered);
        var (first, second) = (one.Ask(dice), other.Ask(dice));
        if (first.Answer is null || second.Answer is null || first.Text == second.Text)
            return null;
        var text = dice.Pick<string>(
        [
            $"{first.Text} Then {Small(second.Text)}", $"First {Small(first.Text)} Then {Small(second.Text)}",
            $"{first.Text.TrimEnd('.', '?')}, then {Small(second.Text)}", $"{first.Text.TrimEnd('.', '?')} and then {Small(second.Text)}",
        ]);
        return dice.Between(0, 3) switch
        {
            0 => new Question("call", text, CallOf(one, first)),
            1 or 2 => new Question("call", text, CallOf(other, second)) { After = Called(one, first) },
            _ => new Question("result", text, new AnswerText().Seen($"{first.Answer} {second.Answer}").Pieces)
            {
                After = [.. Called(one, first), .. Called(other, second)]
            },
        };
    }

    private static Question? Next(Dice dice, List<OfferedFunction> offered)
    {
        var (one, other) = (dice.Pick(offered), dice.Pick(offered));
        var (first, second) = (one.Ask(dice), other.Ask(dice));
        return first.Answer is null
            ? null
            : new Question("call", first.Text, CallOf(other, second))
            {
                After =
                [
                    .. Called(one, first),
                    new ChatTurn(ChatTurnRole.Assistant, [new TextPart(first.Answer)]),
                    new ChatTurn(ChatTurnRole.User, [new TextPart(second.Text)]),
                ],
            };
    }

    private static IReadOnlyList<Piece> CallOf(OfferedFunction function, FunctionRequest request)
    {
        var answer =
            new AnswerText().Seen("<tool_call>").Plain("\n{\"name\": \"").Seen(function.Name).Plain("\", \"arguments\": ").Seen("{");
        for (var i = 0; i < request.Arguments.Count; i++)
            answer.Add($"{(i == 0 ? "" : ", ")}\"{request.Arguments[i].Name}\": ", AnswerText.Label).Seen(request.Arguments[i].Json);
        return answer.Seen("}").Plain("}\n</tool_call>").Pieces;
    }

    private static ChatTurn[] Called(OfferedFunction function, FunctionRequest request) =>
    [
        new ChatTurn(ChatTurnRole.Assistant, [new ToolCallPart(function.Name, request.ArgumentsJson)]),
        new ChatTurn(ChatTurnRole.Tool, [new ToolResultPart([new TextPart(request.Result!)])]),
    ];

    private static string Small(string text) => char.ToLowerInvariant(text[0]) + text[1..];

    // a request that only a function would fit that is not offered
    private static Question? Refuse(Dice dice, List<OfferedFunction> offered)
    {
        var other = InventedFunctions.Draw(dice, 1, asking: false)[0];
        return offered.Any(function => function.Name == other.Name)
            ? null
            : new Question("refuse", other.Ask(dice).Text, new AnswerText().Seen(Unlearned.NoFunction).Pieces);
    }
}
