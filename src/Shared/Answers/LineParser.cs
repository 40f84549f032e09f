namespace Qwen.Shared.Answers;

/// <summary>Reads text that the model transcribed, one line a row.</summary>
internal static class LineParser
{
    /// <summary>The lines without blanks at their ends, without empty ones and without a fence around them.</summary>
    public static IReadOnlyList<string> Parse(string answer) =>
    [
        .. answer.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith("```", StringComparison.Ordinal)),
    ];
}
