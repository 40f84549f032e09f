namespace Qwen.VisionLanguage.Generation.Constraints.Machine;

/// <summary>Below everything: what completes here completes the text.</summary>
internal sealed class EndFrame(Engine engine) : Frame
{
    private readonly ParserState[] end = [new EndState(engine)];

    protected override ParserState[] Complete() => end;
}
