using System.Collections.Concurrent;

namespace Qwen.Constraints.Automata;

/// <summary>
/// The formats of JSON Schema as languages (RFC 3339, 3986, 5321, 4122, 4291, 6570, 6901). A format that is not here is an annotation,
/// as the specification has it for unknown ones.
/// </summary>
internal static class FormatLanguages
{
    private const string Year = @"(?!0000)\d{4}";

    private const string Date =
        "(?:" + Year + @"-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8]))"
        + @"|(?!0000)(?:\d\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)";

    private const string Time = @"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)";
    private const string Label = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private const string Host = Label + @"(?:\." + Label + ")*";
    private const string InternationalLabel =
        @"[A-Za-z0-9\u00A1-\u{10FFFF}](?:[A-Za-z0-9\u00A1-\u{10FFFF}-]{0,61}[A-Za-z0-9\u00A1-\u{10FFFF}])?";
    private const string InternationalHost = InternationalLabel + @"(?:\." + InternationalLabel + ")*";
    private const string Octet = @"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)";
    private const string V4 = Octet + @"\." + Octet + @"\." + Octet + @"\." + Octet;
    private const string Group = "[0-9A-Fa-f]{1,4}";

    private const string V6 =
        "(?:(?:" + Group + ":){6}(?:" + Group + ":" + Group + "|" + V4 + ")"
        + "|::(?:" + Group + ":){5}(?:" + Group + ":" + Group + "|" + V4 + ")"
        + "|(?:" + Group + ")?::(?:" + Group + ":){4}(?:" + Group + ":" + Group + "|" + V4 + ")"
        + "|(?:(?:" + Group + ":){0,1}" + Group + ")?::(?:" + Group + ":){3}(?:" + Group + ":" + Group + "|" + V4 + ")"
        + "|(?:(?:" + Group + ":){0,2}" + Group + ")?::(?:" + Group + ":){2}(?:" + Group + ":" + Group + "|" + V4 + ")"
        + "|(?:(?:" + Group + ":){0,3}" + Group + ")?::" + Group + ":(?:" + Group + ":" + Group + "|" + V4 + ")"
        + "|(?:(?:" + Group + ":){0,4}" + Group + ")?::(?:" + Group + ":" + Group + "|" + V4 + ")"
        + "|(?:(?:" + Group + ":){0,5}" + Group + ")?::" + Group
        + "|(?:(?:" + Group + ":){0,6}" + Group + ")?::)";

    private const string Atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private const string Quoted = @"""(?:[ !#-\[\]-~]|\\[ -~])*""";
    private const string InternationalAtom = @"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u0080-\u{10FFFF}-]+";
    private const string Escaped = "%[0-9A-Fa-f]{2}";
    private const string Unreserved = @"A-Za-z0-9\-._~!$&'()*+,;=";
    private const string International = @"\u00A0-\u{10FFFF}";
    private const string Pointer = "(?:/(?:[^~/]|~[01])*)*";

    private const string Duration =
        @"P(?:\d+W|(?:\d+Y(?:\d+M(?:\d+D)?)?|\d+M(?:\d+D)?|\d+D)(?:T(?:\d+H(?:\d+M(?:\d+S)?)?|\d+M(?:\d+S)?|\d+S))?"
        + @"|T(?:\d+H(?:\d+M(?:\d+S)?)?|\d+M(?:\d+S)?|\d+S))";

    private const string Variable = @"(?:\w|%[0-9A-Fa-f]{2})(?:[\w.]|%[0-9A-Fa-f]{2})*(?::[1-9]\d{0,3}|\*)?";

    // RFC 4648
    private static readonly Dictionary<string, string> EncodingPatterns = new()
    {
        ["base64"] = "(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?",
        ["base64url"] = "(?:[A-Za-z0-9_-]{4})*(?:[A-Za-z0-9_-][AQgw](?:==)?|[A-Za-z0-9_-]{2}[AEIMQUYcgkosw048]=?)?",
        ["base32"] = "(?:[A-Z2-7]{8})*(?:[A-Z2-7][AEIMQUY4]={6}|[A-Z2-7]{3}[AQ]={4}|[A-Z2-7]{4}[ACEGIKMOQSUWY246]={3}|[A-Z2-7]{6}[AIQY]=)?",
        ["base16"] = "(?:[0-9A-Fa-f]{2})*",
        ["quoted-printable"] = "(?:[\\t -<>-~]|=[0-9A-F]{2}|=?\\r\\n)*",
        ["7bit"] = @"[\x00-\x7F]*",
        ["8bit"] = @"[\x00-\xFF]*",
        ["binary"] = @"[\x00-\xFF]*",
    };

    private static readonly Dictionary<string, string> Patterns = new()
    {
        ["date"] = Date,
        ["time"] = Time,
        ["date-time"] = Date + "[Tt]" + Time,
        ["duration"] = Duration,
        ["email"] = "(?:" + Atom + @"(?:\." + Atom + ")*|" + Quoted + ")@(?:" + Host + @"|\[" + V4 + @"\])",
        ["idn-email"] = "(?:" + InternationalAtom + @"(?:\." + InternationalAtom + ")*|" + Quoted + ")@" + InternationalHost,
        ["hostname"] = "(?=.{1,253}$)" + Host,
        ["idn-hostname"] = "(?=.{1,253}$)" + InternationalHost,
        ["ipv4"] = V4,
        ["ipv6"] = V6,
        ["uuid"] = "[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}",
        ["uri"] = Address("", reference: false),
        ["uri-reference"] = Address("", reference: true),
        ["iri"] = Address(International, reference: false),
        ["iri-reference"] = Address(International, reference: true),
        ["uri-template"] = @"(?:[^\x00- ""'%<>\\^`{|}]|" + Escaped + @"|\{[+#./;?&=,!@|]?" + Variable + "(?:," + Variable + @")*\})*",
        ["json-pointer"] = Pointer,
        ["relative-json-pointer"] = @"(?:0|[1-9]\d*)(?:#|" + Pointer + ")",
        ["regex"] = Expression(depth: 4),
    };

    // made when first asked for; null for those that are too large
    private static readonly ConcurrentDictionary<string, RegexNode?> Shared = [];

    /// <summary>The language of a format; null for one that is only an annotation.</summary>
    public static RegexNode? Find(RegexArena arena, string format) =>
        Patterns.TryGetValue(format, out var pattern)
            ? Shared.GetOrAdd(format, static (name, pattern) => RegexArena.Share(own => Make(own, name, pattern)), pattern)
                ?? arena.Named("format " + format, () => Make(arena, format, pattern))
            : null;

    private static RegexNode Make(RegexArena arena, string format, string pattern) =>
        PatternCompiler.Whole(arena, pattern, reason => new ConstraintException($"Format '{format}': {reason}."));

    /// <summary>The values of <c>contentEncoding</c> that are known.</summary>
    public static IEnumerable<string> Encodings => EncodingPatterns.Keys;

    /// <summary>The language of a content encoding; null for one that is not known.</summary>
    public static RegexNode? FindEncoding(RegexArena arena, string encoding) =>
        EncodingPatterns.TryGetValue(encoding, out var pattern)
            ? arena.Named(
                "encoding " + encoding,
                () => PatternCompiler.Whole(arena, pattern, reason => new ConstraintException($"Content encoding '{encoding}': {reason}.")))
            : null;

    // regular expressions that every dialect reads: without names and back references, groups no deeper than given
    private static string Expression(int depth)
    {
        const string Escape = @"\\(?:[dDwWsSfnrtv^$\\.*+?()\[\]{}|/-]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4})";
        string[] rows = ["09", "az", "AZ"];
        var ranges = string.Join(
            '|', rows.SelectMany(row => Enumerable.Range(row[0], row[1] - row[0] + 1).Select(c => $"{(char)c}-[{(char)c}-{row[1]}]")));
        var one = $@"[^\\^$.*+?()\[\]{{}}|]|\.|{Escape}|\[\^?(?:{ranges}|[^\]\[\\^-]|{Escape})+-?\]";
        const string Times = @"(?:(?:[*+?]|\{(?:\d{1,3},?|0,\d{1,3}|[1-9],[1-9]\d{1,2})\})\??)?";
        var expression = $@"(?:(?:{one}){Times}|\\[bB]|[\^$|])*";
        for (; depth > 0; depth--)
            expression = $@"(?:(?:{one}|\((?:\?[:=!])?{expression}\)){Times}|\\[bB]|[\^$|])*";
        return expression;
    }

    // RFC 3986, appendix A
    private static string Address(string more, bool reference)
    {
        var free = "(?:[" + Unreserved + more + "]|" + Escaped + ")";
        var segment = "(?:[" + Unreserved + ":@" + more + "]|" + Escaped + ")";
        var first = "(?:[" + Unreserved + "@" + more + "]|" + Escaped + ")+";
        var host = @"(?:\[(?:" + V6 + @"|[Vv][0-9A-Fa-f]+\.[" + Unreserved + @":]+)\]|" + free + "*)";
        var authority = "//(?:(?:[" + Unreserved + ":" + more + "]|" + Escaped + ")*@)?" + host + @"(?::\d*)?(?:/" + segment + "*)*";
        var absolute = "/(?:" + segment + "+(?:/" + segment + "*)*)?";
        var tail = @"(?:\?(?:" + segment + @"|[/?])*)?(?:#(?:" + segment + "|[/?])*)?";
        var full = "[A-Za-z][A-Za-z0-9+.-]*:(?:" + authority + "|" + absolute + "|" + segment + "+(?:/" + segment + "*)*|)" + tail;
        var relative = "(?:" + authority + "|" + absolute + "|" + first + "(?:/" + segment + "*)*|)" + tail;
        return reference ? "(?:" + full + "|" + relative + ")" : full;
    }
}
