using Qwen.VisionLanguage.Videos;

namespace Qwen.Videos;

/// <summary>An open video for the time of one call.</summary>
internal sealed class VideoLease(OpenVideo video, bool isOwned) : IDisposable
{
    /// <summary>The video.</summary>
    public OpenVideo Video => video;

    /// <summary>Closes the video if it was opened for this call.</summary>
    public void Dispose()
    {
        if (isOwned)
            video.Dispose();
    }
}
