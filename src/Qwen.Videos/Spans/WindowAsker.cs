using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI;
using Qwen.Shared.Asking;
using Qwen.Shared.Work;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Videos.Spans;

/// <summary>
/// Puts a question about a window of a video to a chat client: system text, frames, then the question, so that a second question
/// about the same window finds its beginning in the client's cache. Thread-safe.
/// </summary>
/// <param name="client">Any client.</param>
/// <param name="options">Sizes, limits, system text.</param>
internal sealed class WindowAsker(IChatClient client, QwenVideoOptions options)
{
    private readonly ModelAsker asker = new(client);

    /// <summary>The options, for whoever plans windows and limits results.</summary>
    public QwenVideoOptions Options => options;

    /// <summary>Reads the frames of a window.</summary>
    /// <exception cref="VisionLanguage.QwenException">The window lies outside the video, or the file cannot be read.</exception>
    public static async Task<SampledWindow> SampleAsync(OpenVideo video, VideoWindow window, CancellationToken cancellationToken)
    {
        var (moments, fps) = WindowMoments.Choose(window, video);
        var size = video.FrameSize(
            window.MaxFrames,
            new VideoOptions { MinPixels = window.MinPixels, MaxPixels = window.MaxPixels, TotalPixels = window.TotalPixels });
        var frames = await video.ReadAsync(moments, size, cancellationToken).ConfigureAwait(false);
        return frames.Count > 0
            ? new SampledWindow(window, frames, fps)
            : throw new VisionLanguage.QwenException(FormattableString.Invariant(
                $"The range from {window.Start:0.##} s to {window.End:0.##} s holds no frame that can be read. {video.Warning}"));
    }

    /// <summary>Asks the same about several windows, some at a time, and gives the answers in the windows' order.</summary>
    public async IAsyncEnumerable<WindowAnswer> AskEachAsync(
        OpenVideo video, IEnumerable<VideoWindow> windows, string question, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var atOnce = await CallersAtOnce.ChooseAsync(client, options.WindowsAtOnce, cancellationToken).ConfigureAwait(false);
        await foreach (var answer in OrderedWork.RunAsync(
            windows, (window, stop) => AskAsync(video, window, question, stop), atOnce, cancellationToken).ConfigureAwait(false))
            yield return answer;
    }

    /// <summary>Reads the frames of a window and asks about them.</summary>
    public async Task<WindowAnswer> AskAsync(OpenVideo video, VideoWindow window, string question, CancellationToken cancellationToken) =>
        await AskAsync(await SampleAsync(video, window, cancellationToken).ConfigureAwait(false), question, cancellationToken)
            .ConfigureAwait(false);

    /// <summary>Asks about frames that were read before.</summary>
    public async Task<WindowAnswer> AskAsync(SampledWindow sample, string question, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(
            SendsVideo ? [ToVideo(sample)] : ToPictures(sample), question, cancellationToken).ConfigureAwait(false);
        return new WindowAnswer(sample, answer.Text, answer.Confidence, answer.Usage, answer.Notes);
    }

    /// <summary>Asks about a single frame, as a picture of the size it has.</summary>
    public async Task<(string Text, double? Confidence)> AskAsync(RgbImage frame, string question, CancellationToken cancellationToken)
    {
        var answer = await SendAsync([SeenPicture.AsItIs(frame).ToContent()], question, cancellationToken).ConfigureAwait(false);
        return (answer.Text, answer.Confidence);
    }

    private Task<ModelAnswer> SendAsync(IEnumerable<AIContent> media, string question, CancellationToken cancellationToken) =>
        asker.AskAsync(
            new ModelQuestion(options.SystemText, [.. media, new TextContent(question)], options.MaxOutputTokens)
            {
                ReportsConfidence = true
            },
            cancellationToken);

    private bool SendsVideo => options.Form switch
    {
        VideoForm.Video => true,
        VideoForm.Pictures => false,
        _ => asker.IsLocal,
    };

    private static QwenVideoContent ToVideo(SampledWindow sample) =>
        new(sample.Frames, sample.Fps) { AdditionalProperties = SeenPicture.SizeHints(sample.Frames[0].Picture.Size) };

    /// <summary>Pictures behind their times, which count from the first, as those of a video do.</summary>
    private static IEnumerable<AIContent> ToPictures(SampledWindow sample)
    {
        foreach (var (seconds, picture) in sample.Frames)
        {
            yield return new TextContent(string.Create(CultureInfo.InvariantCulture, $"[{seconds - sample.First:0.0#} seconds] "));
            yield return new DataContent(ImageEncoder.EncodePng(picture), "image/png");
        }
    }
}
