using Qwen.VisionLanguage.Generation.Constraints.Schemas;

namespace Qwen.VisionLanguage.Generation.Constraints.Machine;

/// <summary>Around the value of a property.</summary>
internal sealed class PropertyFrame(Engine engine, SchemaNormalizer schemas, ObjectState behind, Frame parent) : Frame
{
    public static PropertyFrame Of(Engine engine, SchemaNormalizer schemas, ObjectState behind, Frame parent) =>
        engine.Intern(behind, parent, null, 0, () => new PropertyFrame(engine, schemas, behind, parent));

    protected override ParserState[] Complete() =>
        [ObjectPlace.Of(engine, schemas, behind, parent, ObjectPart.Valued, engine.Whitespace.Inside)];
}
