using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.AI;
using Qwen.Shared.Work;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Videos.Index;

/// <summary>
/// An index of videos in one SQLite file: what each segment shows, the text in it, and a key frame. Made once, searched often.
/// </summary>
/// <remarks>
/// Safe for concurrent use. One process at a time may add to an index, others may search it meanwhile. Every segment is stored in a
/// transaction of its own when it is done: an indexing that ends, in whatever way, is taken up where it was. Texts are what a model
/// wrote: data, never instructions.
/// </remarks>
public sealed partial class VideoIndex : IDisposable
{
    private const double ShortestSegment = 0.1; // of the others: a shorter rest goes to the segment before
    private const int EmbeddingBatch = 32;

    private readonly IndexDatabase database;
    private readonly IndexStore store;
    private readonly VideoIndexOptions options;
    private readonly IEmbeddingGenerator<string, Embedding<float>>? embeddings;
    private readonly IChatClient? client;
    private readonly VideoWindowWorker? worker;

    private VideoIndex(
        IndexDatabase database, IChatClient? client, IEmbeddingGenerator<string, Embedding<float>>? embeddings, VideoIndexOptions options)
    {
        this.database = database;
        this.options = options;
        this.embeddings = embeddings;
        store = new IndexStore(database);
        this.client = client;
        worker = client is null ? null : new VideoWindowWorker(client, options.Video);
    }

    /// <summary>The file.</summary>
    public string Path => database.Path;

    /// <summary>The videos in it, in order of their path.</summary>
    public IReadOnlyList<IndexedVideo> Videos => store.Videos();

    /// <summary>Opens an index, or makes an empty one.</summary>
    /// <param name="path">The file; SQLite keeps two more beside it while it is open, and a lock file stays.</param>
    /// <param name="client">Looks at segments, and verifies moments; null to search without that. It stays the caller's.</param>
    /// <param name="embeddings">Makes segments searchable by meaning, too; null for words alone. It stays the caller's.</param>
    /// <param name="options">Segments, sampling, limits; null for the defaults.</param>
    /// <exception cref="QwenException">The file is damaged, another program's, or a newer program's.</exception>
    public static VideoIndex Open(
        string path,
        IChatClient? client = null,
        IEmbeddingGenerator<string, Embedding<float>>? embeddings = null,
        VideoIndexOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new VideoIndexOptions();
        if (!(options.SegmentSeconds > 0 && double.IsFinite(options.SegmentSeconds)))
            throw new QwenException("VideoIndexOptions.SegmentSeconds has to be above 0.");
        return new VideoIndex(IndexDatabase.Open(System.IO.Path.GetFullPath(path)), client, embeddings, options);
    }

    /// <summary>Indexes a video, or goes on where an earlier call was ended. A file that is indexed and unchanged costs nothing.</summary>
    /// <param name="video">Path of the file.</param>
    /// <param name="progress">Told after every segment, with the time left.</param>
    /// <param name="cancellationToken">Stops within one step; what is done is kept.</param>
    /// <returns>What the index holds of the video.</returns>
    /// <exception cref="QwenException">
    /// The file cannot be read or changed meanwhile, nobody was named who looks at segments, another one is adding to the index, or the
    /// disk is full.
    /// </exception>
    public async Task<IndexedVideo> AddAsync(
        string video, IProgress<VideoProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(video);
        return await AddAsync(SourceFile.Open(video), video, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Indexes a video that is open: what this object holds is what is looked at on this machine, whatever becomes of the path.
    /// </summary>
    /// <param name="source">The file; it is closed here.</param>
    /// <param name="path">The path by which it is known, and which windows for other machines carry.</param>
    /// <param name="progress">Told after every segment, with the time left.</param>
    /// <param name="cancellationToken">Stops within one step; what is done is kept.</param>
    /// <inheritdoc cref="AddAsync(string, IProgress{VideoProgress}, CancellationToken)" path="/exception"/>
    internal async Task<IndexedVideo> AddAsync(
        SourceFile source, string path, IProgress<VideoProgress>? progress, CancellationToken cancellationToken)
    {
        OpenVideo? open = null;
        try
        {
            if (options.Work is null && worker is null)
                throw new QwenException("To index a video, a chat client or VideoIndexOptions.Work has to be given to VideoIndex.Open.");
            using var writer = WriterLock.Take(Path);
            var file = FileIdentity.Read(source, path);
            var plan = DescribePlan();
            if (store.Find(file, plan) is not { } id)
            {
                open = await OpenAsync(source, cancellationToken).ConfigureAwait(false);
                id = store.Enter(file, open.Duration, plan, PlanWindows(file.Path, open.Duration));
            }

            if (options.Work is null && store.Open(id).Count > 0)
                open ??= await OpenAsync(source, cancellationToken).ConfigureAwait(false);
            var work = options.Work ?? ((window, stop) => worker!.RunAsync(open!, window, stop));
            await WorkAsync(id, work, progress, cancellationToken).ConfigureAwait(false);
            if (!FileIdentity.Read(path).HasContentOf(file))
                throw new QwenException($"The video '{file.Path}' changed while it was being indexed. Index it again when it is complete.");
            await EmbedAsync(id, cancellationToken).ConfigureAwait(false);
            return store.Videos(id).Single();
        }
        finally
        {
            open?.Dispose();
            source.Dispose();
        }
    }

    /// <summary>The segments of a video that are indexed, in order of time; none where the video is not in the index.</summary>
    /// <param name="video">Path of the file.</param>
    public IReadOnlyList<VideoSegment> GetSegments(string video) =>
        [.. store.Segments(System.IO.Path.GetFullPath(video)).Select(stored => stored.Segment)];

    /// <summary>Takes a video out of the index.</summary>
    /// <param name="video">Path of the file, which may be gone.</param>
    /// <returns>Whether it was in the index.</returns>
    /// <exception cref="QwenException">Another one is adding to the index.</exception>
    public bool Remove(string video)
    {
        using var writer = WriterLock.Take(Path);
        return store.Remove(System.IO.Path.GetFullPath(video));
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        worker?.Dispose();
        database.Dispose();
    }

    /// <summary>All that decides which windows a video has and what is asked of them.</summary>
    private string DescribePlan()
    {
        var sampling = options.Video;
        return string.Join('\n', new object?[]
        {
            options.SegmentSeconds, sampling.Fps, sampling.MaxFrames, sampling.MinPixels, sampling.MaxPixels, sampling.TotalPixels,
            sampling.Prompts.Caption,
        }.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)));
    }

    private Task<OpenVideo> OpenAsync(SourceFile source, CancellationToken cancellationToken) => OpenVideo.OpenAsync(
        source, new VideoOptions { Limits = options.Video.Limits, FfmpegPath = options.Video.FfmpegPath }, cancellationToken);

    private List<VideoWindow> PlanWindows(string path, double duration)
    {
        var seconds = options.SegmentSeconds;
        var fps = options.Video.Fps ?? VideoOptions.DefaultFps;
        var windows = new List<VideoWindow>();
        for (var number = 0; number == 0 || number * seconds < duration - ShortestSegment * seconds; number++)
        {
            var isLast = (number + 1) * seconds >= duration - ShortestSegment * seconds;
            windows.Add(new VideoWindow
            {
                File = path,
                Start = number * seconds,
                End = isLast ? duration : (number + 1) * seconds,
                Fps = fps,
                MaxFrames = (int)Math.Clamp(Math.Ceiling((1 + ShortestSegment) * seconds * fps), 4, Math.Max(4, options.Video.MaxFrames)),
                MinPixels = options.Video.MinPixels,
                MaxPixels = options.Video.MaxPixels,
                TotalPixels = options.Video.TotalPixels,
            });
        }

        return windows;
    }

    private async Task WorkAsync(
        long id,
        Func<VideoWindow, CancellationToken, Task<VideoWindowResult>> work,
        IProgress<VideoProgress>? progress,
        CancellationToken cancellationToken)
    {
        var (duration, found) = store.Videos(id).Select(video => (video.Duration, video.Done)).Single();
        var open = store.Open(id);
        var watch = Stopwatch.StartNew();
        double seconds = 0, left = open.Sum(task => task.Window.End - task.Window.Start);
        progress?.Report(new VideoProgress("Indexing", duration - left, duration, found, null));

        // to know it the model is loaded, which a video that is done already must not cost
        var atOnce = options.AtOnce ?? (options.Work is null && client is not null && open.Count > 0
            ? await CallersAtOnce.ChooseAsync(client, null, cancellationToken).ConfigureAwait(false)
            : 1);
        var windows = VideoWindowFanOut.RunAsync(open, DoAsync, atOnce, options.Attempts, cancellationToken);
        await foreach (var window in windows.ConfigureAwait(false))
        {
            seconds += window.End - window.Start;
            left -= window.End - window.Start;
            progress?.Report(new VideoProgress("Indexing", duration - left, duration, ++found, watch.Elapsed * (left / seconds)));
        }

        // stored at once and not in turn: what is done is not done again after an end
        async Task<VideoWindow> DoAsync((long Segment, VideoWindow Window) task, CancellationToken stop)
        {
            try
            {
                store.Store(task.Segment, await work(task.Window, stop).ConfigureAwait(false));
            }
            catch (QwenException error) when (error.InnerException is not Microsoft.Data.Sqlite.SqliteException)
            {
                store.StoreUnreadable(task.Segment, error.Message);
            }

            return task.Window;
        }
    }

    private async Task EmbedAsync(long id, CancellationToken cancellationToken)
    {
        if (embeddings is null)
            return;
        foreach (var batch in store.WithoutVector(id).Chunk(EmbeddingBatch))
        {
            var texts = batch.Select(item => item.Text);
            var vectors = await embeddings.GenerateAsync(texts, cancellationToken: cancellationToken).ConfigureAwait(false);
            store.StoreVectors(batch.Zip(vectors, (item, vector) => (item.Segment, vector.Vector)));
        }
    }
}
