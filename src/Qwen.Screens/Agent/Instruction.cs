using System.Globalization;
using System.Text.RegularExpressions;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;

namespace Qwen.Screens.Agent;

/// <summary>
/// One sentence of a task in the short form. Where to tap is asked of the model; everything else says itself what to do.
/// </summary>
/// <param name="Text">The sentence, as the model is asked it.</param>
internal sealed partial record Instruction(string Text)
{
    // words that say what kind of thing is meant, and not which
    private static readonly HashSet<string> Kinds =
    [
        "the", "a", "an", "on", "in", "at", "of", "to", "button", "icon", "field", "tab", "row", "link", "box", "switch", "menu", "item",
        "app", "entry", "list", "first", "second", "third", "last", "next", "top", "bottom", "left", "right", "upper", "lower", "page",
    ];

    /// <summary>The sentences of a task, one a line or separated by full stops; quoted text is not taken apart.</summary>
    /// <exception cref="QwenException">There is none.</exception>
    public static IReadOnlyList<Instruction> ReadAll(string task)
    {
        var sentences = Sentence().Matches(task).Select(match => match.Value.Trim()).Where(sentence => sentence.Trim('.', ' ').Length > 0);
        Instruction[] all = [.. sentences.Select(sentence => new Instruction(sentence.EndsWith('.') ? sentence : sentence + "."))];
        return all.Length > 0
            ? all
            : throw new QwenException(
                "The task is empty: in the short form it is a list of sentences such as 'Tap Settings. Type \"hello\". Press Back.'");
    }

    /// <summary>The action where no model is needed; null where one is.</summary>
    public ScreenAction? ToAction(PixelSize size)
    {
        if (Typing().Match(Text) is { Success: true } typing)
            return new TypeTextAction(typing.Groups[1].Value);
        if (Pressing().Match(Text) is { Success: true } pressing)
            return new PressButtonAction(Enum.Parse<SystemButton>(pressing.Groups[1].Value, ignoreCase: true));
        if (Opening().Match(Text) is { Success: true } opening)
            return new OpenAction(opening.Groups[1].Value);
        if (Waiting().Match(Text) is { Success: true } waiting)
            return new WaitAction(TimeSpan.FromSeconds(Math.Min(60, double.Parse(waiting.Groups[1].Value, CultureInfo.InvariantCulture))));
        return Scrolling().Match(Text) is { Success: true } scrolling ? ToDrag(scrolling.Groups[1].Value, size) : null;
    }

    /// <summary>
    /// Whether what a control is called has a word in common with what the sentence calls it; true where either has no words.
    /// </summary>
    public bool Suits(string label)
    {
        if (Touching().Match(Text) is not { Success: true } touching)
            return true;
        string[] wanted = [.. WordsOf(touching.Groups[1].Value).Where(word => !Kinds.Contains(word))];
        string[] found = [.. WordsOf(label)];
        return wanted.Length == 0 || found.Length == 0
            || wanted.Any(word => found.Any(other => IsPart(word, other) || IsPart(other, word)));

        static bool IsPart(string word, string other) => other.Contains(word, StringComparison.Ordinal);
    }

    private static IEnumerable<string> WordsOf(string text) => Word().Matches(text).Select(match => match.Value.ToLowerInvariant());

    // to see what lies below, the finger goes up
    private static DragAction ToDrag(string direction, PixelSize size)
    {
        ScreenPoint At(double x, double y) => new((int)(x * size.Width), (int)(y * size.Height));
        var (from, to) = direction.ToLowerInvariant() switch
        {
            "down" => (At(0.5, 0.7), At(0.5, 0.3)),
            "up" => (At(0.5, 0.3), At(0.5, 0.7)),
            "right" => (At(0.7, 0.5), At(0.3, 0.5)),
            _ => (At(0.3, 0.5), At(0.7, 0.5)),
        };
        return new DragAction(from, to, TimeSpan.FromMilliseconds(300));
    }

    [GeneratedRegex("""(?:"[^"]*"|[^"\n.]|\.(?!\s|$))+\.?""", RegexOptions.CultureInvariant)]
    private static partial Regex Sentence();

    [GeneratedRegex("""^Type "([^"]*)"\.$""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Typing();

    [GeneratedRegex(@"^(?:Double-)?(?:Tap|Click|Hold|Long-press|Touch) (.+)\.$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Touching();

    [GeneratedRegex(@"[\p{L}\p{N}]+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex(@"^Press (Back|Home|Menu|Enter)\.$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Pressing();

    [GeneratedRegex(@"^Open (.+)\.$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Opening();

    [GeneratedRegex(@"^Wait (\d+(?:\.\d+)?) seconds?\.$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Waiting();

    [GeneratedRegex(@"^Scroll (up|down|left|right)\.$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Scrolling();
}
