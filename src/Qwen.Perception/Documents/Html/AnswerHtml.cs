using System.Text.RegularExpressions;
using Qwen.Shared.Answers;

namespace Qwen.Perception.Documents.Html;

/// <summary>Finds the HTML in an answer: within a Markdown fence or without one.</summary>
internal static partial class AnswerHtml
{
    /// <summary>The HTML; the whole answer where it is not set apart.</summary>
    public static string Find(string answer, RepairLog log)
    {
        var start = 0;
        var end = answer.Length;
        var first = FirstTag().Match(answer);
        var fence = Fence().Match(answer);
        if (fence.Success && (!first.Success || fence.Index < first.Index))
        {
            start = fence.Index + fence.Length;
            var close = answer.LastIndexOf("```", StringComparison.Ordinal);
            if (close >= start && !answer.AsSpan(close).Contains('<'))
                end = close;
        }
        else if (first.Success && first.Groups["document"].Success)
        {
            start = first.Index;
            var close = answer.LastIndexOf("```", StringComparison.Ordinal);
            if (close > start && answer.AsSpan(close + 3).Trim().IsEmpty)
                end = close; // a fence that was closed but not opened
        }

        if (!answer.AsSpan(0, fence.Success && fence.Index < start ? fence.Index : start).Trim().IsEmpty
            || !answer.AsSpan(end).Trim('`').Trim().IsEmpty)
            log.Add(HtmlRepairs.Outside);
        if (!first.Success)
            log.Add(HtmlRepairs.NoHtml);
        return answer[start..end];
    }

    [GeneratedRegex(@"<(?:(?<document>!doctype|html|body)\b|[a-z])", RegexOptions.IgnoreCase)]
    private static partial Regex FirstTag();

    [GeneratedRegex(@"```[a-zA-Z]*[ \t]*\r?\n?")]
    private static partial Regex Fence();
}
