using Qwen.VisionLanguage.Text;

namespace Qwen.DemoModel.Data;

/// <summary>What stands in front of the question: system text, tools, earlier turns.</summary>
/// <param name="System">System text; null for the default one, empty for none.</param>
/// <param name="Tools">Functions shown in the tools block.</param>
/// <param name="EarlierTurns">A conversation that went before.</param>
internal sealed record Opening(string? System, IReadOnlyList<string> Tools, IReadOnlyList<ChatTurn> EarlierTurns)
{
    /// <summary>The default system text and nothing else.</summary>
    public static Opening Default { get; } = new(null, [], []);
}
