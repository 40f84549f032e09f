namespace Qwen.Constraints.Automata;

/// <summary>
/// Automata over bytes for the languages of one arena, built state by state as they are visited. States from which no text of the
/// language can be completed are never made. Not thread-safe; its owner locks.
/// </summary>
internal sealed partial class Lexer
{
    // characters below a blank without a short escape
    private static readonly CodePointSet LongEscaped = CodePointSet.FromRanges([(0, 7), (11, 11), (14, 31)]);
    private static readonly CodePointSet Escaped = CodePointSet.Of("\"\\").Union(CodePointSet.Range(0, 31));

    private const int WayOut = 1000;

    private readonly Dictionary<LexKey, LexState> states = [];

    public Lexer(RegexArena arena)
    {
        Arena = arena;
        Dead = new LexState(this, new LexKey(TextForm.Plain, arena.Empty, LexPhase.Character));
    }

    public RegexArena Arena { get; }

    /// <summary>Stands for "no state" in transition tables.</summary>
    public LexState Dead { get; }

    /// <summary>Lets go of the states that nobody uses, and of their languages.</summary>
    public void Forget()
    {
        states.Clear();
        Arena.Forget();
    }

    /// <summary>The automaton of a language; null where the language is empty.</summary>
    public LexState? Start(RegexNode node, TextForm form) =>
        AtCharacter(node, form == TextForm.JsonString && node.IsAnyText ? TextForm.JsonFreeString : form);

    /// <summary>The transition of a state by one byte, uncached.</summary>
    public LexState? Compute(LexState state, byte value)
    {
        // the way out is never closed: where all that was granted is gone, a little more is
        if (Arena.Budget is { Lenient: true, IsOver: true })
            Arena.Budget.Allow(WayOut);
        Arena.Budget.Spend(20);
        if (state.Narrowed is { } narrowed)
            return narrowed.Step(value);
        try
        {
            return Compute(state.Key, value);
        }
        catch (ConstraintException) when (Arena.Budget.Lenient && state.AtCharacter)
        {
            // too much to go on with in every way that is allowed: one text that is allowed is all that is left of it
            var form = state.Key.Form == TextForm.Plain ? TextForm.Plain : TextForm.JsonString;
            var single = State(new LexKey(form, Arena.Single(state.Node), LexPhase.Character));
            if (ReferenceEquals(single, state))
                throw;
            return (state.Narrowed = single).Step(value);
        }
    }

    private LexState? Compute(LexKey key, byte value) =>
        key.Phase switch
        {
            LexPhase.Character => Character(key, value),
            LexPhase.Continuation => (value & 0xC0) == 0x80 ? Continue(key, value) : null,
            LexPhase.Escape => Escape(key, value),
            LexPhase.Unicode when key.Form == TextForm.JsonFreeString => value is (byte)'d' or (byte)'D'
                ? State(key with { Phase = LexPhase.SurrogateDigit })
                : HexDigit(value) is not null ? State(key with { Phase = LexPhase.Hex, Remaining = 3 }) : null,
            LexPhase.Unicode => value == '0' ? State(key with { Phase = LexPhase.Hex, Remaining = 3, First = 0, Last = 0xFFF }) : null,
            LexPhase.Hex => Hex(key, value),
            LexPhase.SurrogateDigit => HexDigit(value) switch
            {
                null => null,
                < 8 => State(key with { Phase = LexPhase.Hex, Remaining = 2 }),
                < 12 => State(key with { Phase = LexPhase.Hex, Remaining = 2, First = 1 }),
                _ => null,
            },
            LexPhase.LowBackslash => value == '\\' ? State(key with { Phase = LexPhase.LowUnicode, First = 0 }) : null,
            LexPhase.LowUnicode => value == 'u' ? State(key with { Phase = LexPhase.LowFirst }) : null,
            LexPhase.LowFirst => value is (byte)'d' or (byte)'D' ? State(key with { Phase = LexPhase.LowSecond }) : null,
            LexPhase.LowSecond => HexDigit(value) is >= 12 ? State(key with { Phase = LexPhase.Hex, Remaining = 2, First = 0 }) : null,
            _ => null,
        };

    private LexState? Character(LexKey key, byte value)
    {
        if (key.Form != TextForm.Plain)
        {
            if (value is < 0x20 or (byte)'"')
                return null;
            if (value == '\\')
                return key.Form == TextForm.JsonFreeString
                    ? FreeEscape(key)
                    : AnyLive(key.Node, Escaped) ? State(key with { Phase = LexPhase.Escape }) : null;
        }

        if (value >= 0x80 && !Arena.GoesBeyondAscii(key.Node))
            return null;
        return value switch
        {
            < 0x80 => AtCharacter(Arena.Derive(key.Node, value), key.Form),
            >= 0xC2 and <= 0xDF => Pending(key, (value & 0x1F) << 6, 6),
            >= 0xE0 and <= 0xEF => Pending(key, (value & 0x0F) << 12, 12),
            >= 0xF0 and <= 0xF4 => Pending(key, (value & 0x07) << 18, 18),
            _ => null,
        };
    }

    private LexState? FreeEscape(LexKey key)
    {
        // free languages look only at the length: all characters lead to the same place, which is kept at once
        var target = Arena.Derive(key.Node, 'a');
        return target == Arena.Empty ? null : State(key with { Node = target, Phase = LexPhase.Escape });
    }

    private LexState? Escape(LexKey key, byte value)
    {
        int? character = value switch
        {
            (byte)'"' or (byte)'\\' => value,
            (byte)'/' when key.Form == TextForm.JsonFreeString => value,
            (byte)'b' => '\b',
            (byte)'f' => '\f',
            (byte)'n' => '\n',
            (byte)'r' => '\r',
            (byte)'t' => '\t',
            _ => null,
        };
        if (key.Form == TextForm.JsonFreeString)
            return character is not null
                ? AtCharacter(key.Node, key.Form)
                : value == 'u' ? State(key with { Phase = LexPhase.Unicode }) : null;
        if (character is { } written)
            return AtCharacter(Arena.Derive(key.Node, written), key.Form);
        return value == 'u' && AnyLive(key.Node, LongEscaped) ? State(key with { Phase = LexPhase.Unicode }) : null;
    }

    private LexState? Hex(LexKey key, byte value)
    {
        if (HexDigit(value) is not { } digit)
            return null;
        var remaining = key.Remaining - 1;
        if (key.Form == TextForm.JsonFreeString)
        {
            return remaining > 0 ? State(key with { Remaining = remaining })
                : key.First == 1 ? State(key with { Phase = LexPhase.LowBackslash, Remaining = 0 })
                : AtCharacter(key.Node, key.Form);
        }

        var shift = 4 * remaining;
        var first = key.First + (digit << shift);
        var last = first + (1 << shift) - 1;
        var possible = LongEscaped.Intersect(CodePointSet.Range(first, last));
        if (!AnyLive(key.Node, possible))
            return null;
        return remaining > 0
            ? State(key with { Remaining = remaining, First = first, Last = last })
            : AtCharacter(Arena.Derive(key.Node, first), key.Form);
    }

    private LexState? Continue(LexKey key, byte value)
    {
        var shift = (key.Remaining - 1) * 6;
        var first = Math.Max(key.First, (key.First >> (shift + 6) << (shift + 6)) + ((value & 0x3F) << shift));
        var last = Math.Min(key.Last, (key.First >> (shift + 6) << (shift + 6)) + ((value & 0x3F) << shift) + (1 << shift) - 1);
        return Narrow(key, first, last, key.Remaining - 1);
    }

    private LexState? Pending(LexKey key, int first, int bits)
    {
        // the shortest form is the only one, and the last code point is U+10FFFF
        var floor = bits switch { 6 => 0x80, 12 => 0x800, _ => 0x10000 };
        return Narrow(key, Math.Max(first, floor), Math.Min(first + (1 << bits) - 1, CodePointSet.Limit - 1), bits / 6);
    }

    private LexState? Narrow(LexKey key, int first, int last, int remaining)
    {
        if (first > last)
            return null;
        if (remaining == 0)
            return AtCharacter(Arena.Derive(key.Node, first), key.Form);
        var transitions = Arena.Transitions(key.Node);
        RegexNode? only = null;
        var several = false;
        var live = false;
        for (var i = 0; i < transitions.Length; i++)
        {
            var end = i + 1 < transitions.Length ? transitions[i + 1].First : CodePointSet.Limit;
            if (end <= first || transitions[i].First > last
                || (transitions[i].First >= CodePointSet.SurrogateFirst && end <= CodePointSet.SurrogateEnd))
                continue;
            several |= only is not null && only != transitions[i].Target;
            only = transitions[i].Target;
            live |= Arena.IsLive(only);
        }

        if (!live)
            return null;

        // where all characters lead to one place, states are shared between them: only the bytes that may follow matter
        var node = key.Node;
        if (!several)
        {
            var mask = (1 << (remaining * 6)) - 1;
            var overlapsSurrogates = first < CodePointSet.SurrogateEnd && last >= CodePointSet.SurrogateFirst;
            if ((first & mask) == 0 && (last & mask) == mask && !overlapsSurrogates)
                (first, last) = (0x10000, 0x10000 + mask);
            node = Arena.Sequence(Arena.AnyCharacter, only!);
        }

        return State(new LexKey(key.Form, node, LexPhase.Continuation, first, last, remaining));
    }

    private bool AnyLive(RegexNode node, CodePointSet among)
    {
        var transitions = Arena.Transitions(node);
        for (var i = 0; i < transitions.Length; i++)
        {
            var end = i + 1 < transitions.Length ? transitions[i + 1].First : CodePointSet.Limit;
            if (transitions[i].Target != Arena.Empty && among.Overlaps(transitions[i].First, end) && Arena.IsLive(transitions[i].Target))
                return true;
        }

        return false;
    }

    /// <summary>The state between two characters; null where the language is empty.</summary>
    public LexState? AtCharacter(RegexNode node, TextForm form) =>
        Arena.IsLive(node) ? State(new LexKey(form, node, LexPhase.Character)) : null;

    private LexState State(LexKey key)
    {
        if (!states.TryGetValue(key, out var state))
        {
            Arena.Budget.Hold(300);
            states.Add(key, state = new LexState(this, key));
        }

        return state;
    }

    private static int? HexDigit(byte value) => value switch
    {
        >= (byte)'0' and <= (byte)'9' => value - '0',
        >= (byte)'a' and <= (byte)'f' => value - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => value - 'A' + 10,
        _ => null,
    };
}
