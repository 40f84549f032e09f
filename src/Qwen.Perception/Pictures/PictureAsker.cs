using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI;
using Qwen.Extensions.AI.Media;
using Qwen.Perception.Forms;
using Qwen.Shared.Answers;
using Qwen.Shared.Asking;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Generation;
using Qwen.VisionLanguage.Images;

namespace Qwen.Perception.Pictures;

/// <summary>
/// Puts one question about one picture or several to a chat client: system text, pictures, then the question. Thread-safe.
/// </summary>
/// <param name="client">Any client.</param>
/// <param name="options">Sizes, limits, system text.</param>
/// <param name="setting">How the caller came to set the options, for messages.</param>
internal sealed class PictureAsker(IChatClient client, QwenPictureOptions options, string setting = nameof(QwenPictureOptions))
{
    private const string CutOff = "The answer was cut off at its largest length: things may be missing.";
    private const string Repeated = "The model repeated itself without end and was stopped: things may be missing.";

    /// <summary>Pixels of an image token across and down.</summary>
    private const int Unit = 28;

    private readonly PictureSource source = new(options, setting);

    /// <summary>The options, for whoever limits results.</summary>
    public QwenPictureOptions Options => options;

    /// <summary>Asks about one picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="question">What to ask.</param>
    /// <param name="form">How the answer is written; null for words.</param>
    /// <param name="cancellationToken">Stops the answer within one step.</param>
    public async Task<PictureAnswer> AskAsync(RgbImage picture, string question, AnswerForm? form, CancellationToken cancellationToken)
    {
        var model = await LocalModel.FindAsync(client, cancellationToken).ConfigureAwait(false);
        var seen = See(picture, model);
        var options = CreateChatOptions(form, model is not null);
        var (response, notes) = await SendAsync([seen.ToContent(), new TextContent(question)], options, cancellationToken).ConfigureAwait(false);
        return new PictureAnswer(seen.Map, response.Text, notes, FindTokens(response, model));
    }

    /// <inheritdoc cref="AskAsync(RgbImage, string, AnswerForm, CancellationToken)"/>
    public async Task<PictureAnswer> AskAsync(MediaSource? picture, string question, AnswerForm? form, CancellationToken cancellationToken)
    {
        var image = await DecodeAsync(picture, cancellationToken).ConfigureAwait(false);
        return await AskAsync(image, question, form, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks about several pictures, which the model knows as "Picture 1", "Picture 2" and so on.</summary>
    public async Task<PictureAnswer[]> AskAsync(IReadOnlyList<MediaSource?> pictures, string question, CancellationToken cancellationToken)
    {
        var model = await LocalModel.FindAsync(client, cancellationToken).ConfigureAwait(false);
        var parts = new List<AIContent>();
        var maps = new List<CoordinateMap>();
        foreach (var picture in pictures)
        {
            var seen = See(await DecodeAsync(picture, cancellationToken).ConfigureAwait(false), model);
            maps.Add(seen.Map);
            parts.Add(new TextContent($"Picture {maps.Count}: "));
            parts.Add(seen.ToContent());
        }

        parts.Add(new TextContent(question));
        var (response, notes) = await SendAsync(parts, CreateChatOptions(null, model is not null), cancellationToken).ConfigureAwait(false);
        return [.. maps.Select(map => new PictureAnswer(map, response.Text, notes))];
    }

    /// <summary>The picture as the caller gave it, in memory.</summary>
    public ValueTask<LoadedPicture> LoadAsync(MediaSource? picture, CancellationToken cancellationToken) => source.LoadAsync(picture, cancellationToken);

    /// <summary>The picture, upright, at its own size.</summary>
    public async ValueTask<RgbImage> DecodeAsync(MediaSource? picture, CancellationToken cancellationToken) =>
        (await source.LoadAsync(picture, cancellationToken).ConfigureAwait(false)).Decode(options.Limits, cancellationToken);

    /// <summary>Edge of the largest square that the model sees unshrunk: a whole number of units.</summary>
    public async ValueTask<int> TileSizeAsync(CancellationToken cancellationToken)
    {
        var model = await LocalModel.FindAsync(client, cancellationToken).ConfigureAwait(false);
        return Math.Max(1, (int)Math.Sqrt(MaxPixels(model)) / Unit) * Unit;
    }

    private SeenPicture See(RgbImage picture, QwenModel? model)
    {
        var max = MaxPixels(model);
        var min = options.MinPixels ?? Math.Min(max, model?.Preprocessor.MinPixels ?? SmartResize.DefaultMinPixels);
        return SeenPicture.Prepare(picture, min, max);
    }

    private int MaxPixels(QwenModel? model) => options.MaxPixels
        ?? Math.Min(QwenPictureOptions.DefaultMaxPixels, model?.Preprocessor.MaxPixels ?? QwenPictureOptions.DefaultMaxPixels);

    private async Task<(ChatResponse Response, RepairLog Notes)> SendAsync(
        IList<AIContent> question, ChatOptions chatOptions, CancellationToken cancellationToken)
    {
        var response = await client.GetResponseAsync(
            [new ChatMessage(ChatRole.System, options.SystemText), new ChatMessage(ChatRole.User, question)],
            chatOptions,
            cancellationToken).ConfigureAwait(false);
        var notes = new RepairLog();
        if (response.FinishReason == ChatFinishReason.Length)
            notes.Add(EndedByRepetition(response) ? Repeated : CutOff);
        return (response, notes);
    }

    // the likeliest answer, without a penalty on repetition: lists and tables repeat themselves rightly
    private ChatOptions CreateChatOptions(AnswerForm? form, bool local)
    {
        var properties = new AdditionalPropertiesDictionary { [QwenPropertyNames.RepetitionPenalty] = 1.0 };
        if (form is not null && options.EnforceForm)
            properties[QwenPropertyNames.Grammar] = form.Grammar;
        if (form is not null && options.ReportConfidence)
            properties[QwenPropertyNames.LogProbabilities] = true;
        return new ChatOptions
        {
            Temperature = 0,
            MaxOutputTokens = options.MaxOutputTokens,
            AdditionalProperties = properties,
            ResponseFormat = options.SendSchema && !local && form?.Schema is { } schema
                ? ChatResponseFormat.ForJsonSchema(JsonSerializer.SerializeToElement(schema()), "answer")
                : null,
        };
    }

    private static AnswerTokens? FindTokens(ChatResponse response, QwenModel? model)
    {
        var found = response.Messages
            .Select(message => message.AdditionalProperties?.GetValueOrDefault(QwenPropertyNames.LogProbabilities))
            .OfType<IReadOnlyList<TokenLogProbability>>()
            .FirstOrDefault();
        return found is null || model is null ? null : AnswerTokens.Find(response.Text, found, model.Tokenizer);
    }

    private static bool EndedByRepetition(ChatResponse response) => response.Messages.Any(message =>
        message.AdditionalProperties?.TryGetValue(QwenPropertyNames.FinishDetail, out var detail) == true
        && detail is QwenPropertyNames.RepetitionDetail);
}
