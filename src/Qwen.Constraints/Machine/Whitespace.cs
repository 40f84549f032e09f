namespace Qwen.Constraints.Machine;

/// <summary>Where white space may stand in JSON and how much of it.</summary>
internal sealed class Whitespace
{
    private const int MaxInline = 16;
    private const int MaxIndent = 64;

    private static readonly Blank Nowhere = new(mayLeave: true);

    private Whitespace(Blank inside, Blank separator)
    {
        Inside = inside;
        Separator = separator;
    }

    /// <summary>
    /// What JSON allows, short of running on for ever: up to 16 blanks, or a line break (with blanks before it) and up to 64 blanks of
    /// indentation. None before a comma or colon.
    /// </summary>
    public static Whitespace Flexible { get; } = Create(MakeFlexible());

    /// <summary>One blank behind every comma and colon, as Python's json module and the model's own training data have it.</summary>
    public static Whitespace Spaced { get; } = MakeSpaced();

    /// <summary>None at all.</summary>
    public static Whitespace Compact { get; } = new(Nowhere, Nowhere);

    /// <summary>Behind an opening bracket and before a closing one.</summary>
    public Blank Inside { get; }

    /// <summary>Behind a comma or colon.</summary>
    public Blank Separator { get; }

    /// <summary>Where no white space may stand.</summary>
    public static Blank None => Nowhere;

    public static Whitespace Of(JsonWhitespace kind) => kind switch
    {
        JsonWhitespace.Spaced => Spaced,
        JsonWhitespace.Compact => Compact,
        _ => Flexible,
    };

    private static Whitespace Create(Blank blank) => new(blank, blank);

    private static Whitespace MakeSpaced()
    {
        var due = new Blank(mayLeave: false);
        due.Link((byte)' ', Nowhere);
        return new Whitespace(Nowhere, due);
    }

    private static Blank MakeFlexible()
    {
        var indent = Enumerable.Range(0, MaxIndent + 1).Select(_ => new Blank(mayLeave: true)).ToArray();
        for (var i = 0; i < MaxIndent; i++)
        {
            indent[i].Link((byte)' ', indent[i + 1]);
            indent[i].Link((byte)'\t', indent[i + 1]);
        }

        var carriage = new Blank(mayLeave: false);
        carriage.Link((byte)'\n', indent[0]);
        var inline = Enumerable.Range(0, MaxInline + 1).Select(_ => new Blank(mayLeave: true)).ToArray();
        for (var i = 0; i <= MaxInline; i++)
        {
            if (i < MaxInline)
            {
                inline[i].Link((byte)' ', inline[i + 1]);
                inline[i].Link((byte)'\t', inline[i + 1]);
            }

            inline[i].Link((byte)'\n', indent[0]);
            inline[i].Link((byte)'\r', carriage);
        }

        return inline[0];
    }
}
