using Qwen.Constraints.Schemas;

namespace Qwen.Constraints.Machine;

/// <summary>Around the value of a property.</summary>
internal sealed class PropertyFrame(StateTable table, SchemaNormalizer schemas, ObjectState behind, Frame parent) : Frame
{
    public static PropertyFrame Of(StateTable table, SchemaNormalizer schemas, ObjectState behind, Frame parent) =>
        table.Intern(behind, parent, null, 0, () => new PropertyFrame(table, schemas, behind, parent));

    // white space here belongs to a closing bracket
    protected override ParserState[] Complete() =>
        [ObjectPlace.Of(table, schemas, behind, parent, ObjectPart.Valued, behind.CanClose ? table.Whitespace.Inside : Whitespace.None)];
}
