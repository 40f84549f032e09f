namespace Qwen.VisionLanguage.Generation.Constraints.Machine;

/// <summary>Around an element of a rule that is not its last.</summary>
internal sealed class SequenceFrame(Engine engine, GrammarElement[] sequence, int index, Frame parent) : Frame
{
    public static SequenceFrame Of(Engine engine, GrammarElement[] sequence, int index, Frame parent) =>
        engine.Intern(sequence, parent, null, index, () => new SequenceFrame(engine, sequence, index, parent));

    protected override ParserState[] Complete() => [.. GrammarRule.Begin(engine, sequence, index, parent).Distinct()];
}
