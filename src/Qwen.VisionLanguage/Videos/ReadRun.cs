namespace Qwen.VisionLanguage.Videos;

/// <summary>The frames that one run of ffmpeg reads, and where it begins to decode.</summary>
/// <param name="Frames">Frame numbers, ascending, each once.</param>
/// <param name="KeyFrame">The key frame that is sought; null to decode from the start of the file.</param>
internal sealed record ReadRun(int[] Frames, int? KeyFrame)
{
    /// <summary>Most frames in a run: keeps the arguments below the 32,767 characters that Windows allows.</summary>
    private const int MaxFrames = 256;

    /// <summary>Pixels that are decoded in about the time that it takes to start ffmpeg, open a file and seek.</summary>
    private const long PixelsPerStart = 16 << 20;

    /// <summary>Cuts a choice of frames into runs: a new one begins where seeking costs less than decoding what lies between.</summary>
    /// <param name="frames">Frame numbers, ascending, each once.</param>
    /// <param name="timeline">Knows the key frames.</param>
    /// <param name="area">Pixels of a frame in the file.</param>
    /// <param name="seek">Whether the file may be sought in.</param>
    public static IEnumerable<ReadRun> Plan(IReadOnlyList<int> frames, VideoTimeline timeline, long area, bool seek)
    {
        var pays = PixelsPerStart / area;
        int begin = 0, position = 0; // first frame of this run, first frame not decoded yet
        int? sought = null;
        for (var i = 0; i < frames.Count; i++)
        {
            var key = seek ? timeline.KeyFrameBefore(frames[i]) : 0;
            if (i > begin && (key - position > pays || i - begin == MaxFrames))
            {
                yield return new ReadRun([.. frames.Skip(begin).Take(i - begin)], sought);
                begin = i;
            }

            if (i == begin)
                sought = key > 0 ? key : null; // ffmpeg is started anyway: seeking is free
            position = frames[i] + 1;
        }

        if (begin < frames.Count)
            yield return new ReadRun([.. frames.Skip(begin)], sought);
    }
}
