using System.Text;
using System.Text.Json;
using Qwen.Constraints.Automata;

namespace Qwen.Constraints.Machine;

/// <summary>Inside a text that must be known once it is complete, because it may not come twice: keeps what was written.</summary>
internal sealed class TracedState : ParserState
{
    private readonly ParserState inner;
    private readonly LexState? text;
    private readonly byte[] written;
    private readonly Func<string, ParserState[]> complete;

    private TracedState(StateTable table, ParserState inner, LexState? text, byte[] written, Func<string, ParserState[]> complete)
        : base(table)
    {
        this.inner = inner;
        this.text = text;
        this.written = written;
        this.complete = complete;
    }

    /// <summary>Inside a JSON string, behind its opening quote; <paramref name="complete"/> gets the characters that it stands for.</summary>
    public static TracedState Begin(StateTable table, LexState start, Func<string, ParserState[]> complete) =>
        new(table, TextState.Of(table, start, table.End), start, [(byte)'"'], json => complete(Decode(json)));

    /// <summary>Inside a number or literal, behind its first byte; <paramref name="complete"/> gets it as written.</summary>
    public static TracedState Begin(StateTable table, LexState state, byte first, Func<string, ParserState[]> complete) =>
        new(table, TerminalState.Of(table, state, table.End), null, [first], complete);

    protected override ParserState[] Step(byte value)
    {
        var result = new List<ParserState>();
        byte[] longer = [.. written, value];
        foreach (var next in inner.Next(value))
        {
            if (next is EndState)
                result.AddRange(Completed(longer));
            else
                result.Add(new TracedState(StateTable, next, text?.Step(value), longer, complete));
        }

        if (text is null && inner.MayEnd)
            result.AddRange(Completed(written).SelectMany(s => s.Next(value)));
        return [.. result];
    }

    protected override TokenRecipe MakeRecipe()
    {
        if (text is null)
            return inner.MayEnd ? new TokenRecipe([], Walked(), [.. Completed(written).Select(s => s.Recipe)]) : base.MakeRecipe();

        // whether a token may end the text depends on the whole of it: those few are tried one by one
        var tokens = StateTable.Search();
        foreach (var (_, token) in StateTable.Lexer.Closing(text, StateTable.Vocabulary))
        {
            if (Takes(this, StateTable.Vocabulary.TokenBytes[token].Span))
                tokens.Add(token);
        }

        return new TokenRecipe([StateTable.Lexer.Inside(text, StateTable.Vocabulary)], tokens.Found());
    }

    private Tokens.TokenSet Walked()
    {
        var tokens = StateTable.Search();
        tokens.Walk(0, this);
        return tokens.Found();
    }

    private static bool Takes(ParserState state, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return true;
        foreach (var next in state.Next(bytes[0]))
        {
            if (Takes(next, bytes[1..]))
                return true;
        }

        return false;
    }

    private ParserState[] Completed(byte[] bytes) => complete(Encoding.UTF8.GetString(bytes));

    private static string Decode(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.GetString()!;
    }
}
