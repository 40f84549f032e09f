using Qwen.VisionLanguage.Videos;

namespace Qwen.Videos.Live;

/// <summary>Two frames in a row, which the model sees as one: they stay and go together, so that what was encoded stays of use.</summary>
/// <param name="Number">Number of the pair since the beginning, counting those that never came.</param>
/// <param name="First">The first frame.</param>
/// <param name="Second">The second frame; null while it has not come.</param>
internal sealed record FramePair(long Number, VideoFrame First, VideoFrame? Second)
{
    /// <summary>The frames; a pair without its second shows the first twice.</summary>
    public IEnumerable<VideoFrame> Frames => [First, Second ?? First];
}
