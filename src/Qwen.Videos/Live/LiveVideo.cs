using System.Globalization;
using Microsoft.Extensions.AI;
using Qwen.Perception;
using Qwen.Shared.Asking;
using Qwen.Videos.Live;
using Qwen.Videos.Spans;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Videos;

/// <summary>Watches frames as they come, and answers questions about what was seen so far.</summary>
/// <remarks>
/// Old frames are thinned out, never dropped at once: see <see cref="LiveVideoOptions.DenseFrames"/>. Frames are kept at the size the
/// model sees. Safe for concurrent use: questions may be asked while frames come.
/// </remarks>
public sealed class LiveVideo
{
    private readonly WindowAsker asker;
    private readonly LiveVideoOptions options;
    private readonly FadingMemory memory;
    private readonly Lock gate = new();
    private PixelSize source, kept;
    private double lastSeconds = double.NegativeInfinity;
    private double? firstStamp;

    /// <summary>Starts to watch.</summary>
    /// <param name="client">Any chat client; it stays the caller's.</param>
    /// <param name="options">What is kept; null for the defaults.</param>
    public LiveVideo(IChatClient client, LiveVideoOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        this.options = options ??= new LiveVideoOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Fps, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.DenseFrames, 2, nameof(options));
        asker = new WindowAsker(client, options.Asking);
        memory = new FadingMemory(options.Fps, options.DenseFrames / VideoOptions.FrameFactor);
    }

    /// <summary>Takes in a frame, or passes over it where frames come faster than <see cref="LiveVideoOptions.Fps"/>.</summary>
    /// <param name="frame">An upright picture and its time on the stream's own clock; times ascend and sizes stay.</param>
    /// <exception cref="QwenException">The time lies before that of the last frame, or the size is another.</exception>
    public void Push(VideoFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        lock (gate)
        {
            firstStamp ??= frame.Seconds;
            var seconds = frame.Seconds - firstStamp.Value;
            if (!(seconds >= 0 && double.IsFinite(seconds)) || seconds < lastSeconds)
                throw new QwenException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"A frame at {frame.Seconds:0.###} s comes after one at {lastSeconds + firstStamp.Value:0.###} s: "
                    + $"push frames in order of time."));
            if (kept == default)
                (source, kept) = (frame.Picture.Size, SmartResize.Fit(frame.Picture.Size, options.MinPixels, options.MaxPixels));
            if (frame.Picture.Size != source)
                throw new QwenException($"A frame has {frame.Picture.Size} pixels, the first had {source}: all must have one size.");
            lastSeconds = seconds;
            if (memory.Takes(seconds))
                memory.Add(new VideoFrame(seconds, BicubicResizer.Resize(frame.Picture, kept)));
        }
    }

    /// <summary>Takes in frames until the stream ends.</summary>
    /// <param name="frames">The stream.</param>
    /// <param name="cancellationToken">Stops watching; what was seen stays.</param>
    /// <exception cref="QwenException">As for <see cref="Push"/>.</exception>
    public async Task WatchAsync(IAsyncEnumerable<VideoFrame> frames, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(frames);
        await foreach (var frame in frames.WithCancellation(cancellationToken).ConfigureAwait(false))
            Push(frame);
    }

    /// <summary>Answers a question about what was seen so far.</summary>
    /// <param name="question">The question.</param>
    /// <param name="since">From when on, in seconds from the first frame; null for the beginning.</param>
    /// <param name="cancellationToken">Stops the answer within one step.</param>
    /// <exception cref="QwenException">Nothing was seen yet, or the question is empty.</exception>
    public async Task<VideoAnswerResult> AskAsync(string question, double? since = null, CancellationToken cancellationToken = default)
    {
        question = PromptText.Require(question, nameof(question), "'What is the person doing?'", maxLength: 8000);
        var (sample, facts) = Look(since);
        var answer = await asker.AskAsync(sample, question, cancellationToken).ConfigureAwait(false);
        return new VideoAnswerResult
        {
            Answer = answer.Text.Trim(),
            Frame = VideoReport.Frame(sample),
            Video = facts,
            Sample = VideoReport.Sample([answer]),
            Confidence = answer.Confidence,
            Notes = answer.Notes.Sentences,
            RawText = [answer.Text],
        };
    }

    /// <summary>
    /// Finds when something happened in what was seen so far. Times are as exact as the frames that are left of that time.
    /// </summary>
    /// <param name="what">What to look for, in words.</param>
    /// <param name="since">From when on, in seconds from the first frame; null for the beginning.</param>
    /// <param name="cancellationToken">Stops the answer within one step.</param>
    /// <exception cref="QwenException">Nothing was seen yet, or nothing is asked for.</exception>
    public async Task<VideoEventsResult> FindEventAsync(string what, double? since = null, CancellationToken cancellationToken = default)
    {
        what = PromptText.Require(what, nameof(what), "'a person enters'");
        var (sample, facts) = Look(since);
        var question = string.Format(CultureInfo.InvariantCulture, options.Asking.Prompts.Moment, what);
        var answer = await asker.AskAsync(sample, question, cancellationToken).ConfigureAwait(false);
        return new VideoEventsResult
        {
            Events =
            [
                .. MomentMapper.Map(answer, options.Asking.MaxItems).Select(moment => new VideoEvent
                {
                    Start = moment.Start,
                    End = moment.End,
                    Description = what,
                    Frame = VideoReport.Frame(sample, (moment.Start + moment.End) / 2),
                    Confidence = answer.Confidence,
                }),
            ],
            Video = facts,
            Sample = VideoReport.Sample([answer]),
            Confidence = answer.Confidence,
            Notes = answer.Notes.Sentences,
            RawText = [answer.Text],
        };
    }

    /// <summary>What is left of the frames since a time.</summary>
    private (SampledWindow Sample, VideoFacts Facts) Look(double? since)
    {
        lock (gate)
        {
            List<VideoFrame> frames = [.. memory.Frames.Where(frame => frame.Seconds >= (since ?? 0))];
            if (frames.Count == 0)
                throw new QwenException(FormattableString.Invariant($"Nothing was seen since {since ?? 0:0.##} s: push frames first."));
            var window = new VideoWindow { File = "", Start = frames[0].Seconds, End = lastSeconds + 1 / options.Fps, Fps = options.Fps };
            var facts = new VideoFacts
            {
                Duration = lastSeconds,
                FirstStamp = firstStamp ?? 0,
                Size = new PictureSize(source.Width, source.Height),
            };
            return (new SampledWindow(window, frames, options.Fps), facts);
        }
    }
}
