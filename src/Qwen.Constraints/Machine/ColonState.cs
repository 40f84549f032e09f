using Qwen.Constraints.Schemas;

namespace Qwen.Constraints.Machine;

/// <summary>Behind a key.</summary>
internal sealed class ColonState(StateTable table, SchemaNormalizer schemas, SchemaRef value, PropertyFrame frame) : ParserState(table)
{
    /// <summary>The states behind a key: one for each way to count it.</summary>
    public static ParserState[] Behind(
        StateTable table, SchemaNormalizer schemas, ObjectState state, Frame parent, int name, string? text = null) =>
        [.. state.Take(name, text).Select(way => Of(table, schemas, way.Value, PropertyFrame.Of(table, schemas, way.State, parent)))];

    public override ReadOnlySpan<byte> Few => ":"u8;

    public override bool TryWalk(TokenWalk walk, int node)
    {
        walk.EnterBy(node, (byte)':', this);
        return true;
    }

    public override void AddBytes(Span<bool> bytes) => bytes[':'] = true;

    protected override ParserState[] Step(byte next) =>
        next == ':' ? [StateTable.Value(schemas, value, frame, StateTable.Whitespace.Separator)] : [];

    private static ColonState Of(StateTable table, SchemaNormalizer schemas, SchemaRef value, PropertyFrame frame) =>
        table.Intern(value, frame, null, 0, () => new ColonState(table, schemas, value, frame));

    protected override TokenRecipe MakeRecipe()
    {
        var tokens = StateTable.Search();
        var child = StateTable.Vocabulary.Tree.Child(0, (byte)':');
        if (child >= 0)
            tokens.Enter(child, Next((byte)':'));
        return new TokenRecipe([], tokens.Found());
    }
}
