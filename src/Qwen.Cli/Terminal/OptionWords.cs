using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using Qwen.Extensions.AI.Media;

namespace Qwen.Cli.Terminal;

/// <summary>
/// Says at the terminal what the libraries say to programmers: their messages name properties, and a command line has options. A property
/// that an option of the running command sets is called by that option's name; advice to set any other is left out.
/// </summary>
internal sealed partial class OptionWords
{
    // one with a command before it is meant on that command only
    private static readonly Dictionary<string, string[]> Options = new(StringComparer.Ordinal)
    {
        ["AndroidScreenOptions.Serial"] = ["--adb"],
        ["AndroidScreenOptions.CaptureDisplay"] = ["--display"],
        ["AndroidScreenOptions.InputDisplay"] = ["--touch-display"],
        ["ChatOptions.MaxOutputTokens"] = ["--max-tokens"],
        ["ChatOptions.Temperature"] = ["--temperature"],
        ["PdfOptions.Password"] = ["--password"],
        ["QwenChatClientOptions.AllowedFolders"] = ["--files"],
        ["QwenDocumentOptions.MaxOutputTokens"] = ["--max-tokens"],
        ["QwenFarmOptions.AllowedFolders"] = ["--files"],
        ["QwenPictureOptions.AllowedFolders"] = ["--files"],
        ["QwenPictureOptions.MaxOutputTokens"] = ["--max-tokens"],
        ["QwenPictureOptions.MaxPixels"] = ["--max-pixels"],
        ["QwenVideoOptions.AllowedFolders"] = ["--files"],
        ["QwenVideoOptions.Fps"] = ["--fps"],
        ["QwenVideoOptions.MaxFrames"] = ["--max-frames"],
        ["VideoIndexOptions.SegmentSeconds"] = ["--segment"],
        ["QwenModelOptions.ConvertedFolder"] = ["--converted", "convert --out"],
        ["QwenModelOptions.Adapter"] = ["--adapter"],
        ["QwenModelOptions.CalibrationFolder"] = ["--calibrate"],
        ["QwenModelOptions.Device"] = ["--device"],
        ["QwenModelOptions.Precision"] = ["--precision"],
        ["QwenModelOptions.Profile"] = ["--profile"],
        ["ConvertedFolder"] = ["--converted", "convert --out"],
        ["CalibrationFolder"] = ["--calibrate"],
        ["CheckpointFolder"] = ["--model"],
        ["KeyValueBytes"] = [],
        ["max_frames"] = ["--max-frames"],
        ["min_pixels"] = ["--min-pixels"],
        ["max_pixels"] = ["--max-pixels"],
        ["video_start"] = ["--start"],
        ["video_end"] = ["--end"],
    };

    private string command = "";
    private HashSet<string> known = [];

    /// <summary>Speaks of the options of a command from now on.</summary>
    public void Use(CommandResult result)
    {
        command = result.Command.Name;
        known = [];
        for (SymbolResult? above = result; above is not null; above = above.Parent)
            known.UnionWith((above as CommandResult)?.Command.Options.Select(option => option.Name) ?? []);
    }

    /// <summary>The message in the words of the command line.</summary>
    public string Say(string message)
    {
        // in a file of a checkpoint such a name is an entry, no option
        if (message.Contains(".json", StringComparison.OrdinalIgnoreCase)
            && Property().Matches(message).All(match => match.Value.Contains('_', StringComparison.Ordinal)))
            return message;
        var said = Property().Replace(message, match => Find(match.Value) ?? match.Value);
        return Advice().IsMatch(said) || Property().IsMatch(said) ? LeaveOut(said) : said;
    }

    private string? Find(string property)
    {
        foreach (var option in Options.GetValueOrDefault(property, []))
        {
            var words = option.Split(' ');
            if (words.Length == 1 ? known.Contains(option) : words[0] == command && known.Contains(words[1]))
                return words[^1];
        }

        // the names that requests use are words of their own where no option has them
        return property.Contains('_', StringComparison.Ordinal) ? property : null;
    }

    private string LeaveOut(string message)
    {
        // "(X.Y)", "in X.Y or in …", ", or raise X.Y"
        var said = InList().Replace(InBrackets().Replace(message, ""), "");
        said = BeforeOther().Replace(said, "");
        said = Advice().Replace(said, "");

        // a sentence that only speaks of it, where there are others
        string[] sentences = SentenceEnd().Split(said);
        var others = sentences.Where(sentence => !AboutIt().IsMatch(sentence)).ToArray();
        said = string.Join(' ', others.Length > 0 ? others : sentences);

        // what is left is a limit that stands
        return Property().Replace(said, match => Find(match.Value) ?? (match.Index == 0 ? "The limit" : "the limit"));
    }

    private const string Name =
        @"\b(?:[A-Z]\w*(?:Options|Limits)\.[A-Z]\w*|ConvertedFolder|CalibrationFolder|CheckpointFolder|KeyValueBytes)\b";

    [GeneratedRegex(Name + @"|\b(?:max_frames|min_pixels|max_pixels|video_start|video_end)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Property();

    [GeneratedRegex(@"\s*\(" + Name + @"\)", RegexOptions.CultureInvariant)]
    private static partial Regex InBrackets();

    [GeneratedRegex(@"[,;]\s*" + Name + @"(?=\))|(?<=\()" + Name + @"[,;]\s*", RegexOptions.CultureInvariant)]
    private static partial Regex InList();

    [GeneratedRegex(Name + @" or (?:in )?(?=the |an? )", RegexOptions.CultureInvariant)]
    private static partial Regex BeforeOther();

    [GeneratedRegex(
        @"(?:,?\s+or|:)\s+(?:raise|lower|set|name|give|use)\b[^.,;:]*?" + Name + @"[^.,;:]*", RegexOptions.CultureInvariant)]
    private static partial Regex Advice();

    [GeneratedRegex(@"(?<=[.!?])\s+", RegexOptions.CultureInvariant)]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"^(?:" + Name + @"|(?:Raise|Lower|Set|Name|Give|Use)\b.*" + Name + ")", RegexOptions.CultureInvariant)]
    private static partial Regex AboutIt();
}
