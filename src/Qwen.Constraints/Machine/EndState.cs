namespace Qwen.Constraints.Machine;

/// <summary>The text is complete.</summary>
internal sealed class EndState(StateTable table) : ParserState(table)
{
    public override bool MayEnd => true;

    protected override ParserState[] Step(byte value) => [];
}
