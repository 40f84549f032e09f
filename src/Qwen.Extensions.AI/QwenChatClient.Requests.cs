using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Qwen.Constraints;
using Qwen.Extensions.AI.Diagnostics;
using Qwen.Extensions.AI.Mapping;
using Qwen.Extensions.AI.Media;
using Qwen.Extensions.AI.Shapes;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Generation;
using Qwen.VisionLanguage.Text;

namespace Qwen.Extensions.AI;

public sealed partial class QwenChatClient
{
    private ChatMessageMapper? mapper;

    /// <inheritdoc/>
    /// <exception cref="QwenException">A message or option cannot be used, or the model cannot be loaded; the message says why.</exception>
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="QwenException">A message or option cannot be used, or the model cannot be loaded; the message says why.</exception>
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ObjectDisposedException.ThrowIf(disposed, this);
        return AnswerAsync(messages, options, cancellationToken);
    }

    private async IAsyncEnumerable<ChatResponseUpdate> AnswerAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? chatOptions, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var visit = host.Enter();
        using var record = new RequestRecord(logger, host.ModelId);
        var steps = new RequestSteps(record, cancellationToken);
        var (model, request, writer) = await steps.RunAsync(() => BeginAsync(messages, chatOptions, record, cancellationToken))
            .ConfigureAwait(false);
        using var measurement = new GenerationMeasurement(model.ModelId, model.Device);
        var pieces = model.GenerateAsync(request, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (pieces.ConfigureAwait(false))
        {
            while (await steps.RunAsync(() => pieces.MoveNextAsync().AsTask(), measurement.Fail).ConfigureAwait(false))
            {
                var piece = pieces.Current;
                measurement.Observe(piece);
                record.Observe(piece);
                if (writer.Write(piece) is { } update)
                    yield return update;
            }
        }
    }

    private async Task<(QwenModel Model, GenerationRequest Request, ResponseWriter Writer)> BeginAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? chatOptions, RequestRecord record, CancellationToken cancellationToken)
    {
        var mapped = ChatOptionsMapper.Map(chatOptions, this);
        var model = await host.GetAsync(cancellationToken).ConfigureAwait(false);
        var shape = await CompileAsync(model, mapped.Shape, cancellationToken).ConfigureAwait(false);
        var turns = await PrepareAsync(model, messages, mapped, cancellationToken).ConfigureAwait(false);
        var request = mapped.Request with { Turns = FormatInstruction.Add(turns, mapped.Shape) };
        record.Begin(request, mapped.Shape);
        var constraint = options.ConstraintFactory is { } factory
            ? factory(request)
            : ConstraintErrors.Translate(() => Begin(model, shape, request.Prompt.AssistantPrefix, cancellationToken));
        request = request with { Constraint = constraint };
        return (model, request, new ResponseWriter(
            model.ModelId, request, mapped.Shape,
            (name, arguments) => shape.Takes(model.Tokenizer, name, arguments.GetRawText(), cancellationToken)));
    }

    // the first schema of a model has its vocabulary sorted: never on the caller's thread
    private async Task<CompiledShape> CompileAsync(QwenModel model, AnswerShape shape, CancellationToken cancellationToken)
    {
        if (shape is { Format: null, Grammar: null, Functions.Count: 0 })
            return CompiledShape.Free;
        var compiled = await Task.Run(
            () => new ShapeCompiler(model).Compile(shape, cancellationToken), cancellationToken).ConfigureAwait(false);
        foreach (var (function, reason) in compiled.Gaps)
        {
            // names of strangers: a record stays one line, and tells a terminal nothing
            LogGap(OneLine(function), OneLine(reason));
        }

        return compiled;
    }

    private static string OneLine(string text) =>
        string.Create(text.Length, text, (line, given) =>
        {
            for (var i = 0; i < given.Length; i++)
                line[i] = char.IsControl(given[i]) || given[i] is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') ? ' ' : given[i];
        });

    [LoggerMessage(
        EventId = 1, Level = LogLevel.Warning, Message = "The arguments of {Function} are only held to be a JSON object: {Reason}")]
    private partial void LogGap(string function, string reason);

    // an answer that the caller began is held to the shape from its beginning
    private static ITokenConstraint? Begin(QwenModel model, CompiledShape shape, string? prefix, CancellationToken cancellationToken)
    {
        var constraint = shape.CreateConstraint?.Invoke(cancellationToken);
        if (constraint is null || prefix is null)
            return constraint;
        try
        {
            foreach (var token in model.Tokenizer.EncodeWithSpecialTokens(prefix))
                constraint.Accept(token);
            return constraint;
        }
        catch (InvalidOperationException error)
        {
            throw new QwenException(
                $"'{QwenPropertyNames.AssistantPrefix}' begins the answer with '{prefix}', "
                + "which is not how one that fits the response format, the grammar or the tools "
                    + "begins. Leave it out, or leave the format out.",
                error);
        }
    }

    // decoding and sampling take processor time: never the caller's thread
    private async Task<IReadOnlyList<ChatTurn>> PrepareAsync(
        QwenModel model, IEnumerable<ChatMessage> messages, MappedOptions mapped, CancellationToken cancellationToken)
    {
        mapper ??= new ChatMessageMapper(new MediaPreparer(model.Preprocessor, model.Vision, options), options.ResultConverter);
        using var activity = ClientDiagnostics.Source.StartActivity("qwen.preprocess");
        var start = Stopwatch.GetTimestamp();
        IReadOnlyList<ChatTurn> turns;
        try
        {
            turns = await Task.Run(
                () => mapper.MapAsync(messages, mapped.Instructions, mapped.Hints, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception error)
        {
            ClientDiagnostics.Fail(activity, error);
            throw;
        }

        var media = MediaOf(turns);
        activity?.SetTag("qwen.pictures", media.Count(part => !part.Vision.IsVideo));
        activity?.SetTag("qwen.videos", media.Count(part => part.Vision.IsVideo));
        activity?.SetTag("qwen.vision_tokens", media.Sum(part => part.Vision.Grid.TokenCount));
        if (media.Count > 0)
            ClientDiagnostics.PreprocessDuration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds);
        return turns;
    }

    private static List<MediaPart> MediaOf(IEnumerable<ChatTurn> turns) =>
    [
        .. turns.SelectMany(turn => turn.Parts)
            .SelectMany(part => part is ToolResultPart result ? result.Content : [part])
            .OfType<MediaPart>(),
    ];
}
