using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Videos.Index;

/// <summary>
/// Opens indexed videos to be looked at again. The file that is compared with what was indexed is the very one that is looked at: its path
/// is opened once. The last one stays open, since moments of one video often follow one another. For one search at a time.
/// </summary>
internal sealed class UnchangedVideo(Func<SourceFile, CancellationToken, Task<OpenVideo>> open) : IDisposable
{
    private FileIdentity? known;
    private OpenVideo? video;

    /// <summary>Opens a video.</summary>
    /// <param name="indexed">The file as it was indexed.</param>
    /// <param name="cancellationToken">Ends ffprobe.</param>
    /// <returns>The video, which stays this object's; null where the file is gone or holds something else by now.</returns>
    /// <exception cref="QwenException">What is there cannot be read.</exception>
    public async Task<OpenVideo?> OpenAsync(FileIdentity indexed, CancellationToken cancellationToken)
    {
        if (indexed == known)
            return video;
        Dispose();
        (known, video) = (null, null);
        if (File.Exists(indexed.Path))
        {
            var file = SourceFile.Open(indexed.Path);
            try
            {
                if (FileIdentity.Read(file, indexed.Path).HasContentOf(indexed))
                    video = await open(file, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                if (video is null)
                    file.Dispose();
            }
        }

        known = indexed;
        return video;
    }

    /// <inheritdoc/>
    public void Dispose() => video?.Dispose();
}
