namespace Qwen.Constraints.Machine;

/// <summary>Below everything: what completes here completes the text.</summary>
internal sealed class EndFrame(StateTable table) : Frame
{
    private readonly ParserState[] end = [new EndState(table)];

    protected override ParserState[] Complete() => end;
}
