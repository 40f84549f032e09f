using System.Globalization;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI;
using Qwen.Shared.Answers;
using Qwen.Shared.Asking;
using Qwen.VisionLanguage.Generation;
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
    private const string CutOff = "An answer was cut off at its largest length: things may be missing.";
    private const string Repeated = "The model repeated itself without end and was stopped: things may be missing.";

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

    /// <summary>Reads the frames of a window and asks about them.</summary>
    public async Task<WindowAnswer> AskAsync(OpenVideo video, VideoWindow window, string question, CancellationToken cancellationToken) =>
        await AskAsync(await SampleAsync(video, window, cancellationToken).ConfigureAwait(false), question, cancellationToken)
            .ConfigureAwait(false);

    /// <summary>Asks about frames that were read before.</summary>
    public async Task<WindowAnswer> AskAsync(SampledWindow sample, string question, CancellationToken cancellationToken)
    {
        var response = await SendAsync(SendsVideo ? [ToVideo(sample)] : ToPictures(sample), question, cancellationToken).ConfigureAwait(false);
        var notes = new RepairLog();
        if (response.FinishReason == ChatFinishReason.Length)
            notes.Add(Find(response, QwenPropertyNames.FinishDetail) is QwenPropertyNames.RepetitionDetail ? Repeated : CutOff);
        return new WindowAnswer(sample, response.Text, FindConfidence(response), response.Usage, notes);
    }

    /// <summary>Asks about a single frame, as a picture of the size it has.</summary>
    public async Task<(string Text, double? Confidence)> AskAsync(RgbImage frame, string question, CancellationToken cancellationToken)
    {
        var picture = new DataContent(SeenPicture.EncodePng(frame), "image/png") { AdditionalProperties = AsItIs(frame) };
        var response = await SendAsync([picture], question, cancellationToken).ConfigureAwait(false);
        return (response.Text, FindConfidence(response));
    }

    private Task<ChatResponse> SendAsync(IEnumerable<AIContent> media, string question, CancellationToken cancellationToken) => client.GetResponseAsync(
        [new ChatMessage(ChatRole.System, options.SystemText), new ChatMessage(ChatRole.User, [.. media, new TextContent(question)])],
        CreateChatOptions(),
        cancellationToken);

    private bool SendsVideo => options.Form switch
    {
        VideoForm.Video => true,
        VideoForm.Pictures => false,
        _ => (client.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.ProviderName == QwenChatClient.ProviderName,
    };

    private static QwenVideoContent ToVideo(SampledWindow sample) =>
        new(sample.Frames, sample.Fps) { AdditionalProperties = AsItIs(sample.Frames[0].Picture) };

    // keeps a local client, whatever its own limits, from resizing it
    private static AdditionalPropertiesDictionary AsItIs(RgbImage picture) => new()
    {
        ["resized_width"] = picture.Width,
        ["resized_height"] = picture.Height,
    };

    /// <summary>Pictures behind their times, which count from the first, as those of a video do.</summary>
    private static IEnumerable<AIContent> ToPictures(SampledWindow sample)
    {
        foreach (var (seconds, picture) in sample.Frames)
        {
            yield return new TextContent(string.Create(CultureInfo.InvariantCulture, $"[{seconds - sample.First:0.0#} seconds] "));
            yield return new DataContent(SeenPicture.EncodePng(picture), "image/png");
        }
    }

    // the likeliest answer, without a penalty on repetition: lists of events repeat themselves rightly
    private ChatOptions CreateChatOptions() => new()
    {
        Temperature = 0,
        MaxOutputTokens = options.MaxOutputTokens,
        AdditionalProperties = new AdditionalPropertiesDictionary
        {
            [QwenPropertyNames.RepetitionPenalty] = 1.0,
            [QwenPropertyNames.LogProbabilities] = true,
        },
    };

    private static double? FindConfidence(ChatResponse response) =>
        Find(response, QwenPropertyNames.LogProbabilities) is IReadOnlyList<TokenLogProbability> { Count: > 0 } tokens
            ? Math.Exp(tokens.Average(token => token.LogProbability))
            : null;

    private static object? Find(ChatResponse response, string property) => response.Messages
        .Select(message => message.AdditionalProperties?.GetValueOrDefault(property))
        .LastOrDefault(value => value is not null);
}
