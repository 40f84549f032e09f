using Qwen.VisionLanguage.Videos;

namespace Qwen.Videos;

/// <summary>An open video for the time of one call.</summary>
/// <param name="video">The video.</param>
/// <param name="end">What is done when the call is over; null for nothing.</param>
internal sealed class VideoLease(OpenVideo video, Action? end) : IDisposable
{
    /// <summary>The video.</summary>
    public OpenVideo Video => video;

    /// <summary>Ends the lease; called once.</summary>
    public void Dispose() => end?.Invoke();
}
