using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI;
using Qwen.Shared.Answers;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Generation;
using Qwen.VisionLanguage.Images;

namespace Qwen.Shared.Asking;

/// <summary>
/// Puts the question of a task to a chat client: the one place where tasks over pictures, videos and screens meet a model. Thread-safe.
/// </summary>
/// <param name="client">Any client.</param>
internal sealed class ModelAsker(IChatClient client)
{
    private const string CutOff = "The answer was cut off at its largest length: things may be missing.";
    private const string Repeated = "The model repeated itself without end and was stopped: things may be missing.";

    /// <summary>
    /// Whether the model runs in this process, loaded or not: such a client takes videos, shows a tool as it is, and lets no text of a
    /// message become a control token.
    /// </summary>
    public bool IsLocal =>
        client.GetService(typeof(ChatClientMetadata)) is ChatClientMetadata { ProviderName: QwenChatClient.ProviderName };

    /// <summary>The client's model, loaded where nobody has yet; null where the client speaks to a server.</summary>
    /// <remarks>Loading it before the first question gives that one the same picture size and confidences as every later one.</remarks>
    public ValueTask<QwenModel?> FindModelAsync(CancellationToken cancellationToken) => LocalModel.FindAsync(client, cancellationToken);

    /// <summary>Largest area at which a picture is seen.</summary>
    /// <param name="model">The client's model, where it has one.</param>
    /// <param name="set">What the options set; null for nothing.</param>
    /// <param name="largest">Area where neither the options nor the model set one below it.</param>
    public static int MaxPixels(QwenModel? model, int? set, int largest) =>
        set ?? Math.Min(largest, model?.Preprocessor.MaxPixels ?? largest);

    /// <summary>A picture at the size that the model will see.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="min">Smallest area that the options set; null for the model's own, else 4 tokens.</param>
    /// <param name="max">Largest area that the options set; null for the model's own.</param>
    /// <param name="largest">Area where neither the options nor the model set one below it.</param>
    /// <param name="cancellationToken">Stops waiting for the model to load.</param>
    /// <exception cref="QwenException">The picture is too long and thin.</exception>
    public async ValueTask<SeenPicture> SeeAsync(RgbImage picture, int? min, int? max, int largest, CancellationToken cancellationToken)
    {
        var model = await FindModelAsync(cancellationToken).ConfigureAwait(false);
        var most = MaxPixels(model, max, largest);
        return SeenPicture.Prepare(picture, min ?? Math.Min(most, model?.Preprocessor.MinPixels ?? SmartResize.DefaultMinPixels), most);
    }

    /// <summary>Asks.</summary>
    /// <param name="question">The question.</param>
    /// <param name="cancellationToken">Stops the answer within one step.</param>
    public async Task<ModelAnswer> AskAsync(ModelQuestion question, CancellationToken cancellationToken)
    {
        var response = await client.GetResponseAsync(
            [
                new ChatMessage(ChatRole.System, question.SystemText), new ChatMessage(ChatRole.User, [.. question.Content]),
                .. question.Sequel,
            ],
            CreateOptions(question),
            cancellationToken).ConfigureAwait(false);
        var notes = new RepairLog();
        if (response.FinishReason == ChatFinishReason.Length)
            notes.Add(Find(response, QwenPropertyNames.FinishDetail) is QwenPropertyNames.RepetitionDetail ? Repeated : CutOff);
        var tokens = Find(response, QwenPropertyNames.LogProbabilities) as IReadOnlyList<TokenLogProbability>;
        return new ModelAnswer(response.Text, notes, tokens ?? [], response.Usage);
    }

    // the likeliest answer, without a penalty on repetition: lists, tables and events repeat themselves rightly
    private ChatOptions CreateOptions(ModelQuestion question)
    {
        var properties = new AdditionalPropertiesDictionary { [QwenPropertyNames.RepetitionPenalty] = 1.0 };
        Set(QwenPropertyNames.Grammar, question.Grammar);
        Set(QwenPropertyNames.GrammarSchemas, question.GrammarSchemas);
        Set(QwenPropertyNames.AssistantPrefix, question.Prefix);
        Set(QwenPropertyNames.ShownTool, question.ShownTool);
        if (question.ReportsConfidence)
            properties[QwenPropertyNames.LogProbabilities] = true;
        return new ChatOptions
        {
            Temperature = 0,
            MaxOutputTokens = question.MaxOutputTokens,
            AdditionalProperties = properties,
            ResponseFormat = question.Schema is { } schema && !IsLocal
                ? ChatResponseFormat.ForJsonSchema(JsonSerializer.SerializeToElement(schema()), "answer")
                : null,
        };

        void Set(string name, string? value)
        {
            if (value is not null)
                properties[name] = value;
        }
    }

    // of several messages the last one that says it
    private static object? Find(ChatResponse response, string property) => response.Messages
        .Select(message => message.AdditionalProperties?.GetValueOrDefault(property))
        .LastOrDefault(value => value is not null);
}
