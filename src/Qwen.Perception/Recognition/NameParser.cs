using System.Text.RegularExpressions;

namespace Qwen.Perception.Recognition;

/// <summary>
/// Reads the list that answers a question about a collage: <c>Top left: name (other name)</c> on one line each, or a heading for
/// each place with <c>- English: name</c> below.
/// </summary>
internal static partial class NameParser
{
    /// <summary>What stands at each place; empty where the answer is prose.</summary>
    public static IReadOnlyList<RecognisedName> Parse(string answer)
    {
        var found = new List<RecognisedName>();
        string? heading = null;
        List<string> names = [];
        foreach (var line in answer.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var match = Entry().Match(line.Replace("**", ""));
            if (!match.Success)
                continue;
            var key = match.Groups["key"].Value.Trim();
            var value = match.Groups["value"].Value.Trim();
            if (heading is not null && match.Groups["bullet"].Success)
            {
                names.Add(value);
                continue;
            }

            Finish(found, heading, names);
            (heading, names) = (null, []);
            if (value.Length == 0)
                heading = key;
            else
                found.Add(new RecognisedName { Place = key, Names = SplitNames(value) });
        }

        Finish(found, heading, names);
        return found;
    }

    private static void Finish(List<RecognisedName> found, string? heading, List<string> names)
    {
        if (heading is not null && names.Count > 0)
            found.Add(new RecognisedName { Place = heading, Names = names });
    }

    // the name in the other language stands in brackets at the end
    private static IReadOnlyList<string> SplitNames(string value) =>
        Bracketed().Match(value) is { Success: true } match
            ? [match.Groups["first"].Value.Trim(), match.Groups["second"].Value.Trim()]
            : [value];

    [GeneratedRegex(@"^(?:(?<bullet>[-*•])\s+|[0-9]+[.)、]\s*)?(?<key>[^:：]{1,60})[:：](?<value>.*)$")]
    private static partial Regex Entry();

    [GeneratedRegex(@"^(?<first>[^(（]+)[(（](?<second>.+)[)）]$")]
    private static partial Regex Bracketed();
}
