using System.ComponentModel;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Media;
using Qwen.Shared.Asking;
using Qwen.Shared.Functions;
using Qwen.Videos.Parsing;
using Qwen.Videos.Spans;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Videos;

/// <summary>
/// Describes videos, answers questions about them, and finds moments. All times are seconds from the first frame of the file, by the
/// container's time stamps, and lie inside what was sampled.
/// </summary>
/// <remarks>
/// Safe for concurrent use. A video is whatever converts to a <see cref="MediaSource"/>: the path of a file in an allowed folder, bytes,
/// <see cref="DataContent"/>, a data URI, or an <see cref="OpenVideo"/>, which saves looking into the file on every call. A mistake of the
/// caller ends in a <see cref="VisionLanguage.QwenException"/>; what the model answers never does. ffmpeg must be installed.
/// </remarks>
public sealed partial class VideosTasks
{
    private const int LongestQuestion = 8000;
    private const string From = "Where to begin, in seconds; leave it out for the start of the video.";
    private const string To = "Where to end, in seconds; leave it out for the end of the video.";

    private readonly WindowAsker asker;
    private readonly VideoSource source;

    /// <summary>Makes the tasks over a client.</summary>
    /// <param name="client">Any chat client; it stays the caller's.</param>
    /// <param name="options">Sampling, sizes and limits; null for the defaults.</param>
    public VideosTasks(IChatClient client, QwenVideoOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        options ??= new QwenVideoOptions();
        asker = new WindowAsker(client, options);
        source = new VideoSource(options);
    }

    /// <summary>
    /// The functions as tools of a chat client, an agent or an MCP server: <c>videos_…</c>. Mistakes come back as
    /// <see cref="ErrorContent"/>.
    /// </summary>
    /// <returns>One for each method that a model can call; pictures they return are <see cref="DataContent"/>, all else is JSON.</returns>
    public IReadOnlyList<AIFunction> AsTools() => TaskTools.Create(this, "videos");

    /// <summary>Describes a video or a part of it.</summary>
    /// <param name="video">The video.</param>
    /// <param name="start">Where to begin, in seconds; null for the start.</param>
    /// <param name="end">Where to end, in seconds; null for the end.</param>
    /// <param name="cancellationToken">Stops within one step.</param>
    [DisplayName("describe")]
    [Description("Describes what happens in a video or in a part of it.")]
    [return: Description("The description in words.")]
    public Task<VideoAnswerResult> DescribeAsync(
        [Description(VideoSource.Description)] MediaSource video,
        [Description(From)] double? start = null,
        [Description(To)] double? end = null,
        CancellationToken cancellationToken = default) => AnswerAsync(video, asker.Options.Prompts.Describe, start, end, cancellationToken);

    /// <summary>Answers a question about a video or a part of it.</summary>
    /// <param name="video">The video.</param>
    /// <param name="question">The question, sent as it is.</param>
    /// <param name="start">Where to begin, in seconds; null for the start.</param>
    /// <param name="end">Where to end, in seconds; null for the end.</param>
    /// <param name="cancellationToken">Stops within one step.</param>
    [DisplayName("ask")]
    [Description("Answers a question about a video or a part of it in words.")]
    [return: Description("The answer.")]
    public Task<VideoAnswerResult> AskAsync(
        [Description(VideoSource.Description)] MediaSource video,
        [Description("The question, for example 'Which tools does the person use?'.")] string question,
        [Description(From)] double? start = null,
        [Description(To)] double? end = null,
        CancellationToken cancellationToken = default) => AnswerAsync(
            video,
            PromptText.Require(question, nameof(question), "'Which tools does the person use?'", LongestQuestion),
            start,
            end,
            cancellationToken);

    /// <summary>Describes a video or a part of it in fields.</summary>
    /// <inheritdoc cref="DescribeAsync"/>
    [DisplayName("caption")]
    [Description("Describes a video or a part of it in fields: summary, setting, subjects, actions, text, camera.")]
    [return: Description("The fields; those that were not answered are empty.")]
    public async Task<VideoCaptionResult> CaptionAsync(
        [Description(VideoSource.Description)] MediaSource video,
        [Description(From)] double? start = null,
        [Description(To)] double? end = null,
        CancellationToken cancellationToken = default)
    {
        using var lease = await source.OpenAsync(video, cancellationToken).ConfigureAwait(false);
        var answer = await AskWholeAsync(lease.Video, asker.Options.Prompts.Caption, start, end, cancellationToken).ConfigureAwait(false);
        return CaptionParser.Parse(answer, lease.Video);
    }

    /// <summary>Lists what happens, with times. A video too long for one question is gone through window by window.</summary>
    /// <inheritdoc cref="DescribeAsync"/>
    [DisplayName("list_events")]
    [Description("Lists what happens in a video, each event with its start, its end and a description.")]
    [return: Description("The events in order, times in seconds of the video.")]
    public async Task<VideoEventsResult> ListEventsAsync(
        [Description(VideoSource.Description)] MediaSource video,
        [Description(From)] double? start = null,
        [Description(To)] double? end = null,
        CancellationToken cancellationToken = default)
    {
        using var lease = await source.OpenAsync(video, cancellationToken).ConfigureAwait(false);
        var (from, to) = WindowPlan.Range(lease.Video, start, end);
        var options = asker.Options;
        var fps = options.Fps ?? VideoOptions.DefaultFps;
        var answers = new List<WindowAnswer>();
        var events = new List<VideoEvent>();
        var windows = (to - from) * fps <= options.MaxFrames
            ? [WindowPlan.Whole(lease.Video, from, to, options)]
            : WindowPlan.Cover(lease.Video, from, to, fps, options.MaxFrames, overlap: 0, options);
        Report();
        await foreach (var answer in asker.AskEachAsync(lease.Video, windows, options.Prompts.Events, cancellationToken)
            .ConfigureAwait(false))
        {
            answers.Add(answer);
            foreach (var moment in MomentMapper.Map(answer, options.MaxItems))
                AddEvent(events, moment, answer);
            if (answers.Count < windows.Count)
                Report();
        }

        return new VideoEventsResult
        {
            Events = [.. events.Take(options.MaxItems)],
            Video = VideoReport.Facts(lease.Video),
            Sample = VideoReport.Sample(answers),
            Confidence = VideoReport.Confidence(answers),
            Notes = VideoReport.Notes(lease.Video, answers),
            RawText = VideoReport.RawText(answers),
        };

        void Report() => options.Progress?.Report(
            new VideoProgress("Listing events", windows[answers.Count].Start - from, to - from, events.Count, null));
    }

    /// <summary>
    /// Finds where a video shows something: see <see cref="FindAsync"/>, which gives each place as soon as it is confirmed.
    /// </summary>
    /// <param name="video">The video.</param>
    /// <param name="what">What to look for, in words.</param>
    /// <param name="start">Where to begin, in seconds; null for the start.</param>
    /// <param name="end">Where to end, in seconds; null for the end.</param>
    /// <param name="cancellationToken">Stops within one step.</param>
    [DisplayName("find_event")]
    [Description("Finds every place in a video, however long, that shows what is described in words.")]
    [return: Description("The places in order, times in seconds of the video; an empty list where it is not to be seen.")]
    public async Task<FoundEventsResult> FindEventAsync(
        [Description(VideoSource.Description)] MediaSource video,
        [Description("What to look for, for example 'seasoning the steak'.")] string what,
        [Description(From)] double? start = null,
        [Description(To)] double? end = null,
        CancellationToken cancellationToken = default)
    {
        using var lease = await source.OpenAsync(video, cancellationToken).ConfigureAwait(false);
        var events = new List<FoundEvent>();
        await foreach (var found in FindAsync(
            lease.Video, what, start, end, progress: asker.Options.Progress, cancellationToken: cancellationToken).ConfigureAwait(false))
            events.Add(found);
        return new FoundEventsResult { Video = VideoReport.Facts(lease.Video), Events = [.. events.OrderBy(found => found.Start)] };
    }

    /// <summary>Searches a video, however long, and gives every place that shows something as soon as it is confirmed.</summary>
    /// <param name="video">The video.</param>
    /// <param name="what">What to look for, in words.</param>
    /// <param name="start">Where to begin, in seconds; null for the start.</param>
    /// <param name="end">Where to end, in seconds; null for the end.</param>
    /// <param name="search">How to search; null for what the options say.</param>
    /// <param name="progress">Told before every question, with the time left.</param>
    /// <param name="cancellationToken">Stops within one step.</param>
    /// <exception cref="VisionLanguage.QwenException">The video cannot be read, or nothing is asked for.</exception>
    public async IAsyncEnumerable<FoundEvent> FindAsync(
        MediaSource video,
        string what,
        double? start = null,
        double? end = null,
        VideoSearchOptions? search = null,
        IProgress<VideoProgress>? progress = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        what = PromptText.Require(what, nameof(what), "'seasoning the steak'");
        using var lease = await source.OpenAsync(video, cancellationToken).ConfigureAwait(false);
        var (from, to) = WindowPlan.Range(lease.Video, start, end);
        var run = new EventSearch(asker, lease.Video, what, search ?? asker.Options.Search, progress);
        await foreach (var found in run.RunAsync(from, to, cancellationToken).ConfigureAwait(false))
            yield return found;
    }

    /// <summary>Reads the text in a video and says from when to when each stands there.</summary>
    /// <param name="video">The video.</param>
    /// <param name="start">Where to begin, in seconds; null for the start.</param>
    /// <param name="end">Where to end, in seconds; null for the end.</param>
    /// <param name="every">Seconds of a window: times are as exact as that.</param>
    /// <param name="cancellationToken">Stops within one step.</param>
    [DisplayName("read_text")]
    [Description("Reads the text that appears in a video and says from when to when each stands there.")]
    [return: Description("The texts in order of their start, each once for every stretch, times in seconds of the video.")]
    public async Task<VideoTextResult> ReadTextAsync(
        [Description(VideoSource.Description)] MediaSource video,
        [Description(From)] double? start = null,
        [Description(To)] double? end = null,
        [Description("How exact the times have to be, in seconds: less takes longer.")] double every = 2,
        CancellationToken cancellationToken = default)
    {
        var runs = new TextRuns(asker.Options.MaxItems);
        using var lease = await source.OpenAsync(video, cancellationToken).ConfigureAwait(false);
        var answers = await AskPartsAsync(
            lease.Video, asker.Options.Prompts.Text, start, end, every, cancellationToken).ConfigureAwait(false);
        foreach (var answer in answers)
            runs.Add(TextLines.Parse(answer.Text, numbered: false), answer.Sample, answer.Sample.Window.End);
        if (runs.IsFull)
            answers[^1].Notes.Add($"Left out what goes beyond {asker.Options.MaxItems} texts.");
        return new VideoTextResult
        {
            Texts = runs.Texts,
            Video = VideoReport.Facts(lease.Video),
            Sample = VideoReport.Sample(answers),
            Confidence = VideoReport.Confidence(answers),
            Notes = VideoReport.Notes(lease.Video, answers),
            RawText = VideoReport.RawText(answers),
        };
    }

    /// <summary>Summarises a video part by part.</summary>
    /// <param name="video">The video.</param>
    /// <param name="start">Where to begin, in seconds; null for the start.</param>
    /// <param name="end">Where to end, in seconds; null for the end.</param>
    /// <param name="seconds">Length of a part.</param>
    /// <param name="cancellationToken">Stops within one step.</param>
    [DisplayName("summarise")]
    [Description("Summarises a video part by part in key points.")]
    [return: Description("The parts in order, each with its key points.")]
    public async Task<VideoSummaryResult> SummariseAsync(
        [Description(VideoSource.Description)] MediaSource video,
        [Description(From)] double? start = null,
        [Description(To)] double? end = null,
        [Description("Length of a part in seconds.")] double seconds = 60,
        CancellationToken cancellationToken = default)
    {
        using var lease = await source.OpenAsync(video, cancellationToken).ConfigureAwait(false);
        var answers = await AskPartsAsync(
            lease.Video, asker.Options.Prompts.Summary, start, end, seconds, cancellationToken).ConfigureAwait(false);
        return new VideoSummaryResult
        {
            Segments =
            [
                .. answers.Select(answer => new SegmentSummary
                {
                    Start = answer.Sample.Window.Start,
                    End = answer.Sample.Window.End,
                    KeyPoints = TextLines.Parse(answer.Text, numbered: true),
                    Frame = VideoReport.Frame(answer.Sample),
                }),
            ],
            Video = VideoReport.Facts(lease.Video),
            Sample = VideoReport.Sample(answers),
            Confidence = VideoReport.Confidence(answers),
            Notes = VideoReport.Notes(lease.Video, answers),
            RawText = VideoReport.RawText(answers),
        };
    }
}
