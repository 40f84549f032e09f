namespace Qwen.VisionLanguage.Videos;

/// <summary>What was found out about a file so far. Windows of a long video share it, so that the file is gone through once.</summary>
/// <remarks>Thread-safe: two threads that look at once both look, and find the same.</remarks>
internal sealed class ProbedVideo(VideoFile file)
{
    private const int MaxKept = 4; // 16 MB each at most
    private static readonly LinkedList<(object Key, ProbedVideo Video)> Kept = new();

    private VideoInfo? info;
    private Timing? promised;
    private Timing? decodable;

    /// <summary>What is known of a file as it is on disk now; of one that is there for a single reading, nothing is kept.</summary>
    public static ProbedVideo Of(VideoFile file)
    {
        if (file.Identity is not { } key)
            return new ProbedVideo(file);
        lock (Kept)
        {
            var node = Kept.First;
            while (node is not null && !node.Value.Key.Equals(key))
                node = node.Next;
            if (node is null)
                node = new((key, new ProbedVideo(file)));
            else
                Kept.Remove(node);
            Kept.AddFirst(node);
            if (Kept.Count > MaxKept)
                Kept.RemoveLast();
            return node.Value.Video;
        }
    }

    /// <summary>What the file states.</summary>
    /// <exception cref="QwenException">The file is no video, has sound only, or is beyond the limits.</exception>
    public async Task<VideoInfo> GetInfoAsync(CancellationToken cancellationToken) =>
        info ??= await VideoProbe.ReadInfoAsync(file, cancellationToken).ConfigureAwait(false);

    /// <summary>The times that the packets tell; no timeline where they do not.</summary>
    /// <exception cref="QwenException">The track holds no frame, or the file is beyond the limits.</exception>
    public async Task<Timing> GetPromisedAsync(CancellationToken cancellationToken)
    {
        if (promised is null)
        {
            var known = await GetInfoAsync(cancellationToken).ConfigureAwait(false);
            var (timeline, complaint) = await VideoProbe.ReadPacketTimesAsync(file, known, cancellationToken).ConfigureAwait(false);
            promised = new Timing(timeline, complaint);
        }

        return promised;
    }

    /// <summary>The times of the frames that can be decoded; all of them are, the first time.</summary>
    /// <exception cref="QwenException">No frame can be decoded, or the file is beyond the limits.</exception>
    public async Task<Timing> GetDecodableAsync(CancellationToken cancellationToken)
    {
        if (decodable is null)
        {
            var known = await GetInfoAsync(cancellationToken).ConfigureAwait(false);
            var (timeline, complaint) = await VideoProbe.ReadFrameTimesAsync(file, known, cancellationToken).ConfigureAwait(false);
            decodable = new Timing(timeline, complaint);
        }

        return decodable;
    }

    /// <summary>When frames are shown, and what ffmpeg complained about on the way; empty where it did not.</summary>
    internal sealed record Timing(VideoTimeline? Timeline, string Complaint);
}
