using Microsoft.Extensions.AI;
using Qwen.Extensions.AI;
using Qwen.Extensions.AI.DependencyInjection;
using Qwen.SemanticKernel.Plugins.Parsing;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;

namespace Qwen.SemanticKernel.Plugins.Pictures;

/// <summary>
/// Puts one question about one picture or several to a chat client: system text, pictures, then the question. Thread-safe.
/// </summary>
/// <param name="client">Any client.</param>
/// <param name="options">Sizes, limits, system text.</param>
/// <param name="host">Loads the client's model where it is local and not loaded yet; null where that is nobody's task.</param>
internal sealed class PictureAsker(IChatClient client, QwenPictureOptions options, QwenModelHost? host)
{
    private const string CutOff = "The answer was cut off at its largest length: things may be missing.";
    private const string Repeated = "The model repeated itself without end and was stopped: things may be missing.";

    private readonly PictureSource source = new(options);

    /// <summary>The options, for whoever limits results.</summary>
    public QwenPictureOptions Options => options;

    /// <summary>Asks about one picture.</summary>
    public async Task<PictureAnswer> AskAsync(object picture, string question, CancellationToken cancellationToken)
    {
        var seen = await PrepareAsync(picture, cancellationToken).ConfigureAwait(false);
        var (text, notes) = await SendAsync([seen.ToContent(), new TextContent(question)], cancellationToken).ConfigureAwait(false);
        return new PictureAnswer(seen.Map, text, notes);
    }

    /// <summary>Asks about several pictures, which the model knows as "Picture 1", "Picture 2" and so on.</summary>
    public async Task<PictureAnswer[]> AskAsync(IReadOnlyList<object> pictures, string question, CancellationToken cancellationToken)
    {
        var parts = new List<AIContent>();
        var maps = new List<CoordinateMap>();
        foreach (var picture in pictures)
        {
            var seen = await PrepareAsync(picture, cancellationToken).ConfigureAwait(false);
            maps.Add(seen.Map);
            parts.Add(new TextContent($"Picture {maps.Count}: "));
            parts.Add(seen.ToContent());
        }

        parts.Add(new TextContent(question));
        var (text, notes) = await SendAsync(parts, cancellationToken).ConfigureAwait(false);
        return [.. maps.Select(map => new PictureAnswer(map, text, notes))];
    }

    /// <summary>The picture at the size that the model will see.</summary>
    public async Task<SeenPicture> PrepareAsync(object picture, CancellationToken cancellationToken)
    {
        var file = await source.ReadAsync(picture, cancellationToken).ConfigureAwait(false);
        var (minPixels, maxPixels) = await GetLimitsAsync(cancellationToken).ConfigureAwait(false);
        return SeenPicture.Prepare(file, minPixels, maxPixels, options.Limits);
    }

    /// <summary>The bytes of the picture as the caller gave it.</summary>
    public ValueTask<ReadOnlyMemory<byte>> ReadAsync(object picture, CancellationToken cancellationToken) =>
        source.ReadAsync(picture, cancellationToken);

    private async Task<(int Min, int Max)> GetLimitsAsync(CancellationToken cancellationToken)
    {
        var model = client.GetService(typeof(QwenModel)) as QwenModel;
        if (model is null && host is not null)
            model = await host.GetAsync(cancellationToken).ConfigureAwait(false);
        var max = options.MaxPixels
            ?? Math.Min(QwenPictureOptions.DefaultMaxPixels, model?.Preprocessor.MaxPixels ?? QwenPictureOptions.DefaultMaxPixels);
        var min = options.MinPixels ?? Math.Min(max, model?.Preprocessor.MinPixels ?? SmartResize.DefaultMinPixels);
        return (min, max);
    }

    private async Task<(string Text, RepairLog Notes)> SendAsync(IList<AIContent> question, CancellationToken cancellationToken)
    {
        var response = await client.GetResponseAsync(
            [new ChatMessage(ChatRole.System, options.SystemText), new ChatMessage(ChatRole.User, question)],
            CreateChatOptions(),
            cancellationToken).ConfigureAwait(false);
        var notes = new RepairLog();
        if (response.FinishReason == ChatFinishReason.Length)
            notes.Add(EndedByRepetition(response) ? Repeated : CutOff);
        return (response.Text, notes);
    }

    // the likeliest answer, without a penalty on repetition: lists and tables repeat themselves rightly
    private ChatOptions CreateChatOptions() => new()
    {
        Temperature = 0,
        MaxOutputTokens = options.MaxOutputTokens,
        AdditionalProperties = new AdditionalPropertiesDictionary { [QwenPropertyNames.RepetitionPenalty] = 1.0 },
    };

    private static bool EndedByRepetition(ChatResponse response) => response.Messages.Any(message =>
        message.AdditionalProperties?.TryGetValue(QwenPropertyNames.FinishDetail, out var detail) == true
        && detail is QwenPropertyNames.RepetitionDetail);
}
