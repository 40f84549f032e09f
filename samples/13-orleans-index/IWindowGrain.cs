using Qwen.Videos;

namespace Qwen.Samples;

/// <summary>
/// A window of a film. Its key is file and start, so a call that is made twice reaches the same grain, one after the other.
/// </summary>
public interface IWindowGrain : IGrainWithStringKey
{
    /// <summary>Says what the window shows.</summary>
    Task<VideoWindowResult> LookAsync(VideoWindow window, CancellationToken cancellationToken);
}
