using System.Text;
using System.Text.Json;
using Qwen.Constraints.Automata;

namespace Qwen.Constraints.Machine;

/// <summary>Inside a text that must be known once it is complete, because it may not come twice: keeps what was written.</summary>
internal sealed class TracedState : ParserState
{
    private readonly ParserState inner;
    private readonly LexState? text;
    private readonly Written written;
    private readonly Func<string, ParserState[]> complete;

    private TracedState(StateTable table, ParserState inner, LexState? text, Written written, Func<string, ParserState[]> complete)
        : base(table)
    {
        this.inner = inner;
        this.text = text;
        this.written = written;
        this.complete = complete;
    }

    /// <summary>
    /// Inside a JSON string, behind its opening quote; <paramref name="complete"/> gets the characters that it stands for.
    /// </summary>
    public static TracedState Begin(StateTable table, LexState start, Func<string, ParserState[]> complete) =>
        new(table, TextState.Of(table, start, table.End), start, new Written(null, (byte)'"'), json => complete(Decode(json)));

    /// <summary>The states behind the first byte of a number or literal; <paramref name="complete"/> gets it as written.</summary>
    public static ParserState[] Begin(StateTable table, LexState state, byte first, Func<string, ParserState[]> complete)
    {
        ParserState[] behind = state.Accepts ? complete(((char)first).ToString()) : [];
        return state.IsFinal
            ? behind
            : [new TracedState(table, TerminalState.Of(table, state, table.End), null, new Written(null, first), complete), .. behind];
    }

    protected override ParserState[] Step(byte value)
    {
        var result = new List<ParserState>();
        var longer = new Written(written, value);
        StateTable.Budget.Note(20);
        foreach (var next in inner.Next(value))
        {
            if (next is EndState)
                result.AddRange(Completed(longer));
            else
                result.Add(new TracedState(StateTable, next, text?.Step(value), longer, complete));
        }

        return [.. result];
    }

    protected override TokenRecipe MakeRecipe()
    {
        if (text is null)
            return base.MakeRecipe();

        // whether a token may end the text depends on the whole of it: those few are tried one by one
        var tokens = StateTable.Search();
        foreach (var (_, token) in StateTable.Lexer.Closing(text, StateTable.Vocabulary).All)
        {
            if (Takes(StateTable.Vocabulary.TokenBytes[token].Span))
                tokens.Add(token);
            if (tokens.MustStop)
                break;
        }

        return new TokenRecipe([StateTable.Lexer.Inside(text, StateTable.Vocabulary)], tokens.Found());
    }

    private bool Takes(ReadOnlySpan<byte> bytes)
    {
        ParserState[] states = [this];
        foreach (var value in bytes)
            states = StateTable.Next(states, value);
        return states.Length > 0;
    }

    private ParserState[] Completed(Written text)
    {
        StateTable.Budget.Note(text.Length);
        return complete(Encoding.UTF8.GetString(text.ToArray()));
    }

    private static string Decode(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.GetString()!;
    }

    // shares with those that are shorter by what follows
    private sealed class Written(Written? before, byte last)
    {
        public int Length { get; } = before is null ? 1 : before.Length + 1;

        public byte[] ToArray()
        {
            var bytes = new byte[Length];
            var at = this;
            for (var i = Length - 1; i >= 0; i--)
                (bytes[i], at) = (at!.Last, at.Before);
            return bytes;
        }

        private byte Last => last;

        private Written? Before => before;
    }
}
