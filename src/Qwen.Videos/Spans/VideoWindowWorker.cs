using Microsoft.Extensions.AI;
using Qwen.Videos.Parsing;
using Qwen.Videos.Spans;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Videos;

/// <summary>Does the unit of work on this machine: looks at a window of a video and says what it shows.</summary>
/// <remarks>
/// The same window gives the same result, however often it is done: nothing is kept but the file that was opened last, which saves
/// looking into it for each of its windows, and which is closed when another one is opened or the worker is disposed. Safe for concurrent
/// use. A worker opens whatever path it is given: take windows only from those who may name files here.
/// </remarks>
public sealed class VideoWindowWorker : IDisposable
{
    private readonly WindowAsker asker;
    private readonly SemaphoreSlim opening = new(1);
    private readonly Lock gate = new();
    private (FileStamp Stamp, SharedVideo Video)? last;
    private bool disposed;

    /// <summary>Makes a worker over a client.</summary>
    /// <param name="client">Any chat client; it stays the caller's.</param>
    /// <param name="options">Prompts, limits, and where ffmpeg is; the sampling is the window's. Null for the defaults.</param>
    public VideoWindowWorker(IChatClient client, QwenVideoOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        asker = new WindowAsker(client, options ?? new QwenVideoOptions());
    }

    /// <summary>Looks at a window.</summary>
    /// <param name="window">The window.</param>
    /// <param name="cancellationToken">Stops within one step.</param>
    /// <exception cref="VisionLanguage.QwenException">The file cannot be read, or holds no frame there.</exception>
    public async Task<VideoWindowResult> RunAsync(VideoWindow window, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(window);
        using var lease = await OpenAsync(window.File, cancellationToken).ConfigureAwait(false);
        return await RunAsync(lease.Video, window, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Looks at a window of a video that is open already, whatever the window's path leads to by now.</summary>
    /// <param name="video">The video; it stays the caller's.</param>
    /// <param name="window">The window.</param>
    /// <param name="cancellationToken">Stops within one step.</param>
    /// <exception cref="VisionLanguage.QwenException">The video cannot be read, or holds no frame there.</exception>
    public async Task<VideoWindowResult> RunAsync(OpenVideo video, VideoWindow window, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(video);
        ArgumentNullException.ThrowIfNull(window);
        var answer = await asker.AskAsync(video, window, asker.Options.Prompts.Caption, cancellationToken).ConfigureAwait(false);
        var caption = CaptionParser.Parse(answer, video);
        string[] parts = [caption.Summary, caption.Setting, .. caption.Subjects, .. caption.Actions];
        var frame = answer.Sample.Nearest((answer.Sample.First + answer.Sample.Last) / 2);
        return new VideoWindowResult
        {
            Segment = new VideoSegment
            {
                Start = window.Start,
                End = window.End,
                Caption = string.Join("; ", parts.Where(part => part.Length > 0).Distinct()),
                Text = caption.Text,
                KeyFrame = frame.Seconds,
            },
            Picture = KeyFrameJpeg.Encode(frame.Picture),
            Confidence = answer.Confidence,
            RawText = answer.Text,
        };
    }

    /// <summary>Asks whether a window of an open video shows something.</summary>
    /// <param name="video">The video; it stays the caller's.</param>
    /// <param name="window">The window.</param>
    /// <param name="question">What to ask, to be answered by yes or no.</param>
    /// <param name="cancellationToken">Stops within one step.</param>
    /// <returns>True, false, or null where the answer says neither; and the answer.</returns>
    /// <exception cref="VisionLanguage.QwenException">The video cannot be read, or holds no frame there.</exception>
    public async Task<(bool? IsShown, string Answer)> VerifyAsync(
        OpenVideo video, VideoWindow window, string question, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(video);
        ArgumentNullException.ThrowIfNull(window);
        var answer = await asker.AskAsync(video, window, question, cancellationToken).ConfigureAwait(false);
        return (YesNo.Read(answer.Text), answer.Text);
    }

    /// <summary>Closes the file that was opened last, as soon as no window of it is looked at any more.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            last?.Video.GiveUp();
            last = null;
        }
    }

    private async Task<VideoLease> OpenAsync(string path, CancellationToken cancellationToken)
    {
        await opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var stamp = FileStamp.Of(path);
            if (TryLease(stamp) is { } lease)
                return lease;
            var settings = new VideoOptions { Limits = asker.Options.Limits, FfmpegPath = asker.Options.FfmpegPath };
            return Keep(stamp, await OpenVideo.OpenAsync(path, settings, cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            opening.Release();
        }
    }

    private VideoLease? TryLease(FileStamp stamp)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return last?.Stamp == stamp ? last.Value.Video.Lease() : null;
        }
    }

    /// <summary>Keeps a video in place of the last one.</summary>
    private VideoLease Keep(FileStamp stamp, OpenVideo video)
    {
        var shared = new SharedVideo(video);
        lock (gate)
        {
            var lease = shared.Lease();
            (disposed ? shared : last?.Video)?.GiveUp();
            last = disposed ? null : (stamp, shared);
            return lease;
        }
    }

    /// <summary>What tells at a glance that a file is the same as before.</summary>
    private readonly record struct FileStamp(string Path, long Length, DateTime Written)
    {
        public static FileStamp Of(string path) =>
            new FileInfo(path) is { Exists: true } file ? new(file.FullName, file.Length, file.LastWriteTimeUtc) : new(path, 0, default);
    }
}
