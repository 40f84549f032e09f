using System.Collections.Frozen;

namespace Qwen.Perception.Documents.Html;

/// <summary>What the reader knows of HTML's elements. A name that is in none of these sets is text: "a &lt;b-c&gt;".</summary>
internal static class HtmlNames
{
    /// <summary>Elements without content.</summary>
    public static readonly FrozenSet<string> Void = Set("img br hr meta link input col wbr source area base embed param track");

    /// <summary>Elements within a line of text.</summary>
    public static readonly FrozenSet<string> Inline =
        Set("a abbr b bdi bdo big br cite code data del dfn em font i ins kbd label mark q rp rt ruby s samp small "
            + "span strike strong sub sup "
            + "time tt u var wbr");

    /// <summary>Elements whose content is no HTML.</summary>
    public static readonly FrozenSet<string> Raw = Set("style script");

    /// <summary>Elements whose end tag HTML lets a writer leave out.</summary>
    public static readonly FrozenSet<string> OptionalEnd = Set(
        "p li tr td th thead tbody tfoot colgroup option optgroup dt dd head caption");

    /// <summary>What may stand in the head.</summary>
    public static readonly FrozenSet<string> Head = Set("meta title link style script base");

    /// <summary>Elements that never show.</summary>
    public static readonly FrozenSet<string> Hidden = Set(
        "style script meta link base template col colgroup source track param area head hr");

    /// <summary>Elements that a paragraph or heading cannot hold, and which therefore end it.</summary>
    public static readonly FrozenSet<string> Block =
        Set("address article aside blockquote body button caption center dd details dialog div dl dt fieldset "
            + "figcaption figure footer form "
            + "h1 h2 h3 h4 h5 h6 head header hr html iframe legend li main nav ol optgroup option p pre section "
            + "select summary table tbody td "
            + "textarea tfoot th thead title tr ul video audio canvas svg picture map object noscript template");

    private static readonly FrozenSet<string> All =
        Void.Concat(Inline).Concat(Raw).Concat(OptionalEnd).Concat(Head).Concat(Hidden).Concat(Block).ToFrozenSet();

    /// <summary>Whether the name is one of HTML's.</summary>
    public static bool IsKnown(string name) => All.Contains(name);

    /// <summary>Whether one of HTML's names begins like this.</summary>
    public static bool IsBeginning(string start) => All.Any(name => name.StartsWith(start, StringComparison.Ordinal));

    /// <summary>Level of a heading, 1 to 6; 0 for another element.</summary>
    public static int HeadingLevel(string name) => name.Length == 2 && name[0] == 'h' && name[1] is >= '1' and <= '6' ? name[1] - '0' : 0;

    private static FrozenSet<string> Set(string names) => names.Split(' ').ToFrozenSet();
}
