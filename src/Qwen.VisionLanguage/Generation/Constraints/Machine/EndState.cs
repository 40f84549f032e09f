namespace Qwen.VisionLanguage.Generation.Constraints.Machine;

/// <summary>The text is complete.</summary>
internal sealed class EndState(Engine engine) : ParserState(engine)
{
    public override bool MayEnd => true;

    protected override ParserState[] Step(byte value) => [];
}
