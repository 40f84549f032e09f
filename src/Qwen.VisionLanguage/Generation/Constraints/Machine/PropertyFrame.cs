using Qwen.VisionLanguage.Generation.Constraints.Schemas;

namespace Qwen.VisionLanguage.Generation.Constraints.Machine;

/// <summary>Around the value of a property.</summary>
internal sealed class PropertyFrame(Engine engine, SchemaNormalizer schemas, ObjectState behind, Frame parent) : Frame
{
    public static PropertyFrame Of(Engine engine, SchemaNormalizer schemas, ObjectState behind, Frame parent) =>
        engine.Intern(behind, parent, null, 0, () => new PropertyFrame(engine, schemas, behind, parent));

    // white space here belongs to a closing bracket
    protected override ParserState[] Complete() =>
        [ObjectPlace.Of(engine, schemas, behind, parent, ObjectPart.Valued, behind.CanClose ? engine.Whitespace.Inside : Whitespace.None)];
}
