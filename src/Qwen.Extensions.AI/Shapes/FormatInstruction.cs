using Qwen.VisionLanguage.Text;

namespace Qwen.Extensions.AI.Shapes;

/// <summary>
/// Tells the model in words what its grammar enforces: a model that does not know the keys fills them with what comes to hand.
/// </summary>
/// <remarks>
/// The words stand at the end of the last user turn: that is where the instructions of this model's training stand, and pictures before
/// them keep their place in the cache.
/// </remarks>
internal static class FormatInstruction
{
    /// <summary>The conversation with the instruction; the same conversation where free text is asked for.</summary>
    public static IReadOnlyList<ChatTurn> Add(IReadOnlyList<ChatTurn> turns, AnswerShape shape)
    {
        if (shape.Format is null || shape.Required is not null || !shape.FormatInstruction)
            return turns;
        var index = turns.Count - 1;
        while (index > 0 && turns[index].Role != ChatTurnRole.User)
            index--;
        if (turns[index].Role == ChatTurnRole.Tool)
            return turns; // nothing but results: no place for words
        List<ChatTurn> result = [.. turns];
        var turn = result[index];
        var gap = turn.Parts.Count > 0 ? "\n\n" : "";
        result[index] = turn with { Parts = [.. turn.Parts, new TextPart(gap + Write(shape))] };
        return result;
    }

    private static string Write(AnswerShape shape)
    {
        var when = shape.Functions.Count > 0 ? "Unless you call a function, answer" : "Answer";
        if (shape.SchemaText is not { } schema)
            return $"{when} with a JSON object only.";
        var about = shape.Format!.SchemaDescription is { Length: > 0 } description ? $" ({description.TrimEnd('.')})" : "";
        return $"{when} with JSON only{about}, by this JSON schema:\n{schema}";
    }
}
