using Qwen.VisionLanguage.Images;

namespace Qwen.VisionLanguage.Text;

/// <summary>A conversation as the decoder reads it.</summary>
/// <param name="TokenIds">Ids with one placeholder run per medium, already expanded to the medium's token count.</param>
/// <param name="Media">The media in the order of their placeholder runs.</param>
/// <param name="Text">The rendered text with one placeholder per medium (for people and tests).</param>
internal sealed record ChatPrompt(IReadOnlyList<int> TokenIds, IReadOnlyList<PreparedVision> Media, string Text);
