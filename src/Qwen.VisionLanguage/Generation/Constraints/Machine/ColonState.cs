using Qwen.VisionLanguage.Generation.Constraints.Schemas;

namespace Qwen.VisionLanguage.Generation.Constraints.Machine;

/// <summary>Behind a key.</summary>
internal sealed class ColonState(Engine engine, SchemaNormalizer schemas, SchemaRef value, PropertyFrame frame) : ParserState(engine)
{
    /// <summary>The states behind a key: one for each way to count it.</summary>
    public static ParserState[] Behind(Engine engine, SchemaNormalizer schemas, ObjectState state, Frame parent, int name, string? text = null) =>
        [.. state.Take(name, text).Select(way => Of(engine, schemas, way.Value, PropertyFrame.Of(engine, schemas, way.State, parent)))];

    protected override ParserState[] Step(byte next) =>
        next == ':' ? [Engine.Value(schemas, value, frame, Engine.Whitespace.Separator)] : [];

    private static ColonState Of(Engine engine, SchemaNormalizer schemas, SchemaRef value, PropertyFrame frame) =>
        engine.Intern(value, frame, null, 0, () => new ColonState(engine, schemas, value, frame));

    protected override TokenRecipe MakeRecipe()
    {
        var tokens = Engine.Search();
        var child = Engine.Vocabulary.Tree.Child(0, (byte)':');
        if (child >= 0)
            tokens.Enter(child, Next((byte)':'));
        return new TokenRecipe([], tokens.Found());
    }
}
