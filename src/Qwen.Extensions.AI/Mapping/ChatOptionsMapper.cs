using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Media;
using Qwen.Extensions.AI.Shapes;
using Qwen.Extensions.AI.Tools;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Generation;
using Qwen.VisionLanguage.Text;

namespace Qwen.Extensions.AI.Mapping;

/// <summary>Translates <see cref="ChatOptions"/>, which it never changes.</summary>
internal static class ChatOptionsMapper
{
    /// <summary>Translates the options of one request.</summary>
    /// <exception cref="QwenException">An option asks for what this client cannot do, or has an impossible value.</exception>
    public static MappedOptions Map(ChatOptions? options, IChatClient client)
    {
        options ??= new ChatOptions();
        RefuseWhatIsNotSupported(options);

        var own = options.RawRepresentationFactory?.Invoke(client) as QwenGenerationOptions ?? new QwenGenerationOptions();
        var properties = options.AdditionalProperties;
        var functions = options.ToolMode is NoneChatToolMode ? [] : ToolPrompt.GetFunctions(options.Tools ?? []);
        var prefix = properties.GetText(QwenPropertyNames.AssistantPrefix) ?? own.AssistantPrefix;
        var grammar = GetGrammar(properties, own);
        if (grammar is not null && functions.Count > 0)
        {
            throw new QwenException(
                $"'{QwenPropertyNames.Grammar}' says what the whole answer is, which leaves no room for calls of the "
                + $"{functions.Count} tools: "
                    + "leave ChatOptions.Tools empty, or set ChatToolMode.None.");
        }

        var shown = properties.GetText(QwenPropertyNames.ShownTool);
        if (shown is not null && functions.Count > 0)
            throw new QwenException($"'{QwenPropertyNames.ShownTool}' and ChatOptions.Tools exclude each other: give one of them.");

        var request = new GenerationRequest
        {
            Turns = [],
            Prompt = new ChatPromptOptions
            {
                Tools = shown is not null
                    ? [shown]
                    : [.. functions.Select(f => ConstraintErrors.Read($"the function '{f.Name}'", () => ToolPrompt.Describe(f)))],
                NumberMedia = properties.GetFlag(QwenPropertyNames.NumberMedia) ?? own.NumberMedia,
                AssistantPrefix = string.IsNullOrEmpty(prefix) ? null : prefix,
            },
            Sampling = MapSampling(options, own.Sampling),
            MaxOutputTokens = GetMaxOutputTokens(options, own),
            StopSequences = GetStopSequences(options, own),
            TopLogProbabilities = GetTopLogProbabilities(properties, own),
            StopRepetition = properties.GetFlag(QwenPropertyNames.StopRepetition) ?? own.StopRepetition,
        };
        return new MappedOptions(
            request,
            string.IsNullOrWhiteSpace(options.Instructions) ? null : options.Instructions,
            MediaHints.Read(properties, MediaHints.None),
            new AnswerShape
            {
                Format = grammar is null ? options.ResponseFormat as ChatResponseFormatJson : null,
                FormatInstruction = properties.GetFlag(QwenPropertyNames.FormatInstruction) ?? own.FormatInstruction,
                Grammar = grammar,
                Functions = functions,
                Required = functions.Count > 0 ? options.ToolMode as RequiredChatToolMode : null,
                SeveralCalls = options.AllowMultipleToolCalls != false,
                Json = own.Json,
            });
    }

    private static AnswerGrammar? GetGrammar(AdditionalPropertiesDictionary? properties, QwenGenerationOptions own) =>
        (properties.GetText(QwenPropertyNames.Grammar) ?? own.Grammar) is { } notation
            ? new AnswerGrammar(notation, properties.GetElements(QwenPropertyNames.GrammarSchemas) ?? own.GrammarSchemas)
            : null;

    private static void RefuseWhatIsNotSupported(ChatOptions options)
    {
        if (options.ConversationId is { } conversation)
        {
            throw new QwenException(
                $"ChatOptions.ConversationId is '{conversation}', but no conversation is stored here: " +
                "send all messages with each request and leave the id null.");
        }

        if (options.ContinuationToken is not null)
            throw new QwenException("ChatOptions.ContinuationToken is set, but answers cannot be resumed here: leave it null.");
        if (options.ResponseFormat is not (null or ChatResponseFormatText or ChatResponseFormatJson))
            throw new QwenException(
                $"ChatOptions.ResponseFormat is {options.ResponseFormat.GetType().Name}: this model writes text, JSON, "
                + "or JSON by a schema.");
    }

    private static SamplingOptions MapSampling(ChatOptions options, SamplingOptions own) => own with
    {
        Temperature = options.Temperature ?? own.Temperature,
        TopP = options.TopP ?? own.TopP,
        TopK = options.TopK ?? own.TopK,
        MinP = (float?)options.AdditionalProperties.GetNumber(QwenPropertyNames.MinP, 0) ?? own.MinP,
        RepetitionPenalty = (float?)options.AdditionalProperties.GetNumber(QwenPropertyNames.RepetitionPenalty, 0) ?? own.RepetitionPenalty,
        FrequencyPenalty = options.FrequencyPenalty ?? own.FrequencyPenalty,
        PresencePenalty = options.PresencePenalty ?? own.PresencePenalty,
        Seed = options.Seed ?? own.Seed,
    };

    private static int? GetMaxOutputTokens(ChatOptions options, QwenGenerationOptions own)
    {
        var limit = options.MaxOutputTokens ?? own.MaxOutputTokens;
        return limit is null or >= 1
            ? limit
            : throw new QwenException($"ChatOptions.MaxOutputTokens is {limit}: an answer has at least 1 token.");
    }

    private static List<string> GetStopSequences(ChatOptions options, QwenGenerationOptions own)
    {
        IEnumerable<string> wanted = options.StopSequences ?? (IEnumerable<string>)own.StopSequences;
        return [.. wanted.Where(sequence => !string.IsNullOrEmpty(sequence))];
    }

    private static int? GetTopLogProbabilities(AdditionalPropertiesDictionary? properties, QwenGenerationOptions own)
    {
        var count = (int?)properties.GetWhole(QwenPropertyNames.TopLogProbabilities, 0, 100);
        return properties.GetFlag(QwenPropertyNames.LogProbabilities) switch
        {
            false => null,
            true => count ?? own.TopLogProbabilities ?? 0,
            null => count ?? own.TopLogProbabilities,
        };
    }
}
