using System.ComponentModel;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Media;
using Qwen.Shared.Functions;
using Qwen.VisionLanguage;

namespace Qwen.Videos.Index;

/// <summary>Lets a model search an index of videos and, in folders that the host allows, add to it.</summary>
/// <remarks>As safe for concurrent use as the index, which stays the caller's.</remarks>
public sealed class VideoIndexTasks
{
    private const int MostMoments = 50;

    private readonly VideoIndex index;
    private readonly MediaResolver resolver;
    private readonly IProgress<VideoProgress>? progress;

    /// <summary>Makes the tasks over an index.</summary>
    /// <param name="index">The index.</param>
    /// <param name="allowedFolders">Folders whose videos may be indexed, subfolders included; null for none.</param>
    /// <param name="progress">Told how far indexing is, of all calls at once; null for nobody.</param>
    public VideoIndexTasks(VideoIndex index, IReadOnlyList<string>? allowedFolders = null, IProgress<VideoProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(index);
        this.index = index;
        this.progress = progress;
        resolver = new MediaResolver(
            "video", "video/mp4", allowedFolders ?? [], $"'{nameof(allowedFolders)}' of {nameof(VideoIndexTasks)}", fetcher: null,
            fetcherSetting: null);
    }

    /// <summary>
    /// The functions as tools of a chat client, an agent or an MCP server: <c>video_index_…</c>. Mistakes come back as
    /// <see cref="ErrorContent"/>.
    /// </summary>
    /// <returns>One for each method that a model can call; pictures they return are <see cref="DataContent"/>, all else is JSON.</returns>
    public IReadOnlyList<AIFunction> AsTools() => TaskTools.Create(this, "video_index");

    /// <summary>Finds moments in all indexed videos.</summary>
    /// <param name="words">What to look for.</param>
    /// <param name="verify">Whether the frames of each moment are looked at again.</param>
    /// <param name="limit">Most moments, up to 50.</param>
    /// <param name="cancellationToken">Stops within one step.</param>
    /// <exception cref="QwenException">There is nothing to look for, or the index cannot be read.</exception>
    [DisplayName("search")]
    [Description("Finds moments in all videos that are indexed, by words of what is shown or of text that is seen; the best first.")]
    [return: Description("The moments, times in seconds of their video; empty where nothing was found.")]
    public async Task<VideoMomentsResult> SearchAsync(
        [Description("What to look for, for example 'red bus'. Words in quotation marks are a phrase.")] string words,
        [Description(
            "Whether the frames of each moment are looked at again, and what does not show it left out. "
            + "Takes longer.")] bool verify = false,
        [Description("Most moments.")] int limit = 10,
        CancellationToken cancellationToken = default)
    {
        var moments = new List<VideoMoment>();
        await foreach (var moment in index.SearchAsync(
            words, verify, Math.Clamp(limit, 1, MostMoments), cancellationToken).ConfigureAwait(false))
            moments.Add(moment);
        return new VideoMomentsResult { Moments = moments };
    }

    /// <summary>Indexes a video, or goes on where an earlier call was ended.</summary>
    /// <param name="video">Path of the file, in an allowed folder.</param>
    /// <param name="cancellationToken">Stops within one step; what is done is kept.</param>
    /// <exception cref="QwenException">The file lies elsewhere or cannot be read, or another one is adding to the index.</exception>
    [DisplayName("add")]
    [ToolHints(readsOnly: false, destructive: false, reachesOut: false)]
    [Description(
        "Looks through a video once, so that it can be searched. Takes long; a video that is indexed and unchanged costs nothing.")]
    [return: Description("What the index holds of the video.")]
    public async Task<IndexedVideo> AddAsync(
        [Description("Path of the video, in an allowed folder.")] MediaSource video, CancellationToken cancellationToken = default)
    {
        // what was found is what is indexed: its path is not opened again
        using var media = await resolver.ResolveAsync(video, cancellationToken).ConfigureAwait(false);
        return media.File is { } file
            ? await index.AddAsync(file, file.Path, progress, cancellationToken).ConfigureAwait(false)
            : throw new QwenException("Only a video that lies in a file can be indexed: give the path of a file in an allowed folder.");
    }

    /// <summary>Lists the videos in the index.</summary>
    [DisplayName("list")]
    [Description("Lists the videos that are indexed.")]
    [return: Description("Each video with its length in seconds and how much of it is indexed.")]
    public IReadOnlyList<IndexedVideo> List() => index.Videos;
}
