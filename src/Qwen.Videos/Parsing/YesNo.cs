using System.Text.Json;
using System.Text.RegularExpressions;
using Qwen.Shared.Answers;

namespace Qwen.Videos.Parsing;

/// <summary>Reads the answer to a question that wants yes or no.</summary>
internal static partial class YesNo
{
    /// <summary>True, false, or null where the answer says neither. A list of findings is a yes, an empty one a no.</summary>
    public static bool? Read(string answer)
    {
        var json = AnswerJson.Find(answer);
        if (json.Values is [{ ValueKind: JsonValueKind.Array } list, ..])
            return list.GetArrayLength() > 0;
        if (Word().Match(answer) is not { Success: true } word)
            return null;
        return !word.Groups["no"].Success;
    }

    [GeneratedRegex(
        @"\b(?:yes|true|correct)\b|^\W*(?:是|有|对)|(?<no>\b(?:no|not|false|isn't|doesn't)\b|没有|不是|不|^\W*(?:否|没|未))",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
