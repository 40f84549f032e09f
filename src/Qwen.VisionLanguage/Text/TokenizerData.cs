using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Text;

/// <summary>What a checkpoint's tokenizer files hold, in one form whatever files it came from.</summary>
/// <param name="Source">The file, for messages.</param>
/// <param name="Vocabulary">Token (in byte symbols) → id.</param>
/// <param name="Merges">Pairs of tokens that become one, best rank first.</param>
/// <param name="AddedTokens">Control tokens and the like.</param>
internal sealed record TokenizerData(
    string Source,
    IReadOnlyDictionary<string, int> Vocabulary,
    IReadOnlyList<(string Left, string Right)> Merges,
    IReadOnlyList<AddedToken> AddedTokens);
