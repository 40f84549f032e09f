namespace Qwen.Constraints.Machine;

/// <summary>The text is complete.</summary>
internal sealed class EndState(StateTable table) : ParserState(table)
{
    public override bool MayEnd => true;

    public override void AddBytes(Span<bool> bytes)
    {
    }

    protected override ParserState[] Step(byte value) => [];
}
