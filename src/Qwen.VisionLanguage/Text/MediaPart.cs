using Qwen.VisionLanguage.Images;

namespace Qwen.VisionLanguage.Text;

/// <summary>A picture or video that is already prepared for the encoder.</summary>
/// <param name="Vision">The frames and their grid.</param>
public sealed record MediaPart(PreparedVision Vision) : ChatPart;
