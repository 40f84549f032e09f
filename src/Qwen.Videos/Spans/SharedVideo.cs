using Qwen.VisionLanguage.Videos;

namespace Qwen.Videos.Spans;

/// <summary>
/// An open video that several calls use at the same time: it is closed as soon as its owner gave it up and the last of them is done.
/// Thread-safe.
/// </summary>
internal sealed class SharedVideo(OpenVideo video)
{
    private int users = 1; // its owner

    /// <summary>Hands it to one more call; only while the owner has it.</summary>
    public VideoLease Lease()
    {
        Interlocked.Increment(ref users);
        return new VideoLease(video, GiveUp);
    }

    /// <summary>Says that the owner, or a call, needs it no more.</summary>
    public void GiveUp()
    {
        if (Interlocked.Decrement(ref users) == 0)
            video.Dispose();
    }
}
