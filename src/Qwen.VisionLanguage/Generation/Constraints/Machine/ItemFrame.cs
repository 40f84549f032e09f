using Qwen.VisionLanguage.Generation.Constraints.Schemas;

namespace Qwen.VisionLanguage.Generation.Constraints.Machine;

/// <summary>Around an item of an array.</summary>
internal sealed class ItemFrame(Engine engine, SchemaNormalizer schemas, ArrayState behind, Frame parent) : Frame
{
    public static ItemFrame Of(Engine engine, SchemaNormalizer schemas, ArrayState behind, Frame parent) =>
        engine.Intern(behind, parent, null, 0, () => new ItemFrame(engine, schemas, behind, parent));

    // white space here belongs to a closing bracket
    protected override ParserState[] Complete() =>
        [ArrayPlace.Of(engine, schemas, behind, parent, ArrayPart.Valued, behind.CanClose ? engine.Whitespace.Inside : Whitespace.None)];
}
