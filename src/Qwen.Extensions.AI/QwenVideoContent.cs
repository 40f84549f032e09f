using Microsoft.Extensions.AI;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Extensions.AI;

/// <summary>A video given as frames that the caller sampled, with their real times.</summary>
/// <remarks>
/// Understood by <see cref="QwenChatClient"/> only; other clients take the frames as pictures. Hints in
/// <see cref="AIContent.AdditionalProperties"/> about size hold, those about sampling do not: all frames are seen. Not made to be
/// written as JSON.
/// </remarks>
/// <param name="frames">The frames in order, at least one, all of one size.</param>
/// <param name="framesPerSecond">The rate at which they were sampled; above 0.</param>
public sealed class QwenVideoContent(IReadOnlyList<VideoFrame> frames, double framesPerSecond) : AIContent
{
    /// <summary>The frames in order.</summary>
    public IReadOnlyList<VideoFrame> Frames { get; } = frames ?? throw new ArgumentNullException(nameof(frames));

    /// <summary>The rate at which they were sampled.</summary>
    public double FramesPerSecond { get; } = framesPerSecond > 0 && double.IsFinite(framesPerSecond)
        ? framesPerSecond
        : throw new ArgumentOutOfRangeException(nameof(framesPerSecond), framesPerSecond, "The rate must be above 0.");
}
