using Qwen.Constraints.Schemas;

namespace Qwen.Constraints.Machine;

/// <summary>Around an item of an array.</summary>
internal sealed class ItemFrame(StateTable table, SchemaNormalizer schemas, ArrayState behind, Frame parent) : Frame
{
    public static ItemFrame Of(StateTable table, SchemaNormalizer schemas, ArrayState behind, Frame parent) =>
        table.Intern(behind, parent, null, 0, () => new ItemFrame(table, schemas, behind, parent));

    // white space here belongs to a closing bracket
    protected override ParserState[] Complete() =>
        [ArrayPlace.Of(table, schemas, behind, parent, ArrayPart.Valued, behind.CanClose ? table.Whitespace.Inside : Whitespace.None)];
}
