namespace Qwen.Constraints.Machine;

/// <summary>A state between the tokens of JSON, where white space may stand.</summary>
internal abstract class SpacedState(StateTable table, Blank blank) : ParserState(table)
{
    private byte[]? few;

    protected Blank Blank { get; } = blank;

    public sealed override ReadOnlySpan<byte> Few => few ??= Blank.MayLeave ? [.. Marks, .. Blank.Bytes] : [.. Blank.Bytes];

    protected sealed override ParserState[] Step(byte value)
    {
        if (value is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
            return Blank.Next(value) is { } more ? [At(more)] : [];
        return Blank.MayLeave ? Leave(value) : [];
    }

    /// <summary>The states behind a byte that is not white space.</summary>
    protected abstract ParserState[] Leave(byte value);

    /// <summary>Bytes that are not white space and may follow.</summary>
    protected abstract ReadOnlySpan<byte> Marks { get; }

    /// <summary>The same place with more white space written.</summary>
    protected abstract SpacedState At(Blank blank);

    public sealed override bool TryWalk(TokenWalk walk, int node)
    {
        foreach (var mark in Marks)
            walk.EnterBy(node, mark, this);
        foreach (var value in Blank.Bytes)
            walk.EnterBy(node, value, this);
        return true;
    }

    public sealed override void AddBytes(Span<bool> bytes)
    {
        foreach (var mark in Marks)
            bytes[mark] = true;
        foreach (var value in Blank.Bytes)
            bytes[value] = true;
    }

    protected override TokenRecipe MakeRecipe()
    {
        var blanks = BlankTokens.Of(StateTable.Vocabulary, Blank);
        var tokens = StateTable.Search();
        foreach (var (node, blank) in blanks.Leads)
        {
            var state = ReferenceEquals(blank, Blank) ? this : At(blank);
            foreach (var mark in state.Marks)
            {
                var child = StateTable.Vocabulary.Tree.Child(node, mark);
                if (child >= 0)
                    tokens.Enter(child, state.Next(mark));
            }
        }

        return new TokenRecipe([blanks.Only], tokens.Found());
    }
}
