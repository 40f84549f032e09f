namespace Qwen.Videos;

/// <summary>How far a search through a video is.</summary>
/// <param name="Stage">What is being done, a few words for a person.</param>
/// <param name="Position">Seconds of the video that are done.</param>
/// <param name="Total">Seconds of the video in all.</param>
/// <param name="Found">Events confirmed so far.</param>
/// <param name="TimeLeft">How long it will still take, as the part so far went; null before there is one.</param>
public readonly record struct VideoProgress(string Stage, double Position, double Total, int Found, TimeSpan? TimeLeft)
{
    /// <summary>Share done, 0…1.</summary>
    public double Fraction => Total > 0 ? Math.Clamp(Position / Total, 0, 1) : 0;
}
