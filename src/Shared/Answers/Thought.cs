using System.Text.RegularExpressions;

namespace Qwen.Shared.Answers;

/// <summary>What a model that thinks aloud wrote before its answer.</summary>
internal static partial class Thought
{
    /// <summary>The answer with blanks in place of its thoughts: what stands behind them keeps its place.</summary>
    public static string Blank(string answer) =>
        answer.Contains("</think>", StringComparison.OrdinalIgnoreCase)
            ? Thinking().Replace(answer, thought => new string(' ', thought.Length))
            : answer;

    // the opening mark may stand in the prompt
    [GeneratedRegex(@"\A\s*(?:<think>)?.*?</think>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Thinking();
}
