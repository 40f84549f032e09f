using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Qwen.Constraints;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Generation;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Models;
using Qwen.VisionLanguage.Profiles;
using Qwen.VisionLanguage.Runtime;
using Qwen.VisionLanguage.Text;
using Qwen.VisionLanguage.Text.Templates;

namespace Qwen.VisionLanguage;

/// <summary>A loaded Qwen2.5-VL: the one object that an application shares between all its conversations.</summary>
/// <remarks>
/// All members are safe for concurrent use. Disposing asks running generations to stop and waits for them; they end with
/// <see cref="ObjectDisposedException"/>.
/// </remarks>
public sealed partial class QwenModel : IDisposable, IAsyncDisposable
{
    /// <summary>Length the published checkpoints were trained on; their configuration allows more.</summary>
    private const int TrainedContext = 32768;

    /// <summary>Updates that may wait for a slow reader before the model waits for it.</summary>
    private const int WaitingUpdates = 64;

    private readonly Checkpoint checkpoint;
    private readonly InferenceEngine engine;
    private readonly ChatPromptBuilder prompts;
    private readonly Lazy<TokenVocabulary> vocabulary;
    private readonly CancellationTokenSource closing = new();
    private readonly TaskCompletionSource idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private int running;
    private bool closed;

    private QwenModel(
        Checkpoint checkpoint, InferenceEngine engine, string deviceReason, (QwenTokenizer Tokenizer, FolderTemplate Template) texts,
        QwenProfile profile, QwenModelOptions options)
    {
        this.checkpoint = checkpoint;
        this.engine = engine;
        DeviceReason = deviceReason;
        (Tokenizer, var template) = texts;
        prompts = new ChatPromptBuilder(Tokenizer, checkpoint.Config, profile.SystemText ?? template.SystemText)
        {
            OwnTokens = options.AddedTokensInText,
            OmitsSystem = profile.SystemText is null && template.OmitsSystem,
        };
        Profile = profile;
        Notes =
        [
            .. checkpoint.Notes, .. OwnTokenNotes.Of(Tokenizer, checkpoint.Config, options.AddedTokensInText),
            .. new[] { template.Note }.OfType<string>(),
        ];
        Preprocessor = checkpoint.Preprocessor with
        {
            MinPixels = checkpoint.Preprocessor.LeastPixels(profile.MinPixels, profile.MaxPixels),
            MaxPixels = profile.MaxPixels ?? Math.Max(checkpoint.Preprocessor.MaxPixels, profile.MinPixels ?? 0),
        };
        vocabulary = new Lazy<TokenVocabulary>(CreateVocabulary);
        MaxContextTokens = options.MaxContextTokens ?? DefaultContext(checkpoint.Config.Text);
    }

    /// <summary>Name of the model: the last part of its folder's path.</summary>
    public string ModelId => CheckpointPlace.NameOf(checkpoint.Folder);

    /// <summary>The checkpoint's folder.</summary>
    public string CheckpointFolder => checkpoint.Folder;

    /// <summary>Sizes of the vision encoder, as preparing a picture asks for them.</summary>
    public VisionConfig Vision => Config.Vision;

    /// <summary>Sizes and special ids.</summary>
    internal ModelConfig Config => checkpoint.Config;

    /// <summary>How it was trained to be asked.</summary>
    public QwenProfile Profile { get; }

    /// <summary>Picture limits, those of the profile where it states some, and colour constants.</summary>
    public PreprocessorConfig Preprocessor { get; }

    /// <summary>What the checkpoint proposes where the caller says nothing.</summary>
    public GenerationDefaults GenerationDefaults => checkpoint.Generation;

    /// <summary>The checkpoint's tokenizer.</summary>
    public QwenTokenizer Tokenizer { get; }

    /// <summary>
    /// The tokens that a <see cref="Grammar"/> for this model chooses from. Made by the first who asks, which takes some tenths of a
    /// second.
    /// </summary>
    public TokenVocabulary Vocabulary => vocabulary.Value;

    /// <summary>Longest conversation in tokens, prompt and answer together.</summary>
    public int MaxContextTokens { get; }

    /// <summary>
    /// Name of the device that runs: <c>cpu</c>, <c>native-cpu</c>, <c>onnx-cpu</c>, <c>directml</c>, <c>webgpu</c> or <c>cuda</c>.
    /// </summary>
    public string Device => engine.Device.Name;

    /// <summary>Why that device: one sentence.</summary>
    public string DeviceReason { get; }

    /// <summary>
    /// What of the checkpoint's files is not followed, or contradicts the rest of them: sentences for a person, usually none. They are
    /// logged as warnings too.
    /// </summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>
    /// Whether requests that run at the same time share each pass through the weights, so that eight answers take little more than one.
    /// Elsewhere they take turns.
    /// </summary>
    public bool SharesPasses => engine.Decoder.SharesRuns;

    /// <summary>Opens a checkpoint folder; converts it first where that was not done before.</summary>
    /// <param name="checkpointFolder">
    /// A checkpoint in Hugging Face form, or the name of one in the user's <see cref="ModelHome"/>. It stays open while the model lives.
    /// </param>
    /// <param name="options">Device, precision, caches; null for the defaults.</param>
    /// <param name="progress">Conversion in bytes, then loading.</param>
    /// <param name="cancellationToken">Stops the conversion; what is finished stays and is not done again.</param>
    /// <exception cref="QwenException">The checkpoint, the device or the disk does not allow it; the message says what to do.</exception>
    public static Task<QwenModel> LoadAsync(
        string checkpointFolder, QwenModelOptions? options = null, IProgress<QwenProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(checkpointFolder);
        return Task.Run(() => Load(checkpointFolder, options ?? new QwenModelOptions(), progress, cancellationToken), cancellationToken);
    }

    /// <summary>Answers a conversation, piece by piece.</summary>
    /// <param name="request">The conversation and how to answer it.</param>
    /// <param name="cancellationToken">Stops within one step, also inside a long prompt. Leaving the loop early does the same.</param>
    /// <returns>Updates as they are written; the last one carries finish reason and usage.</returns>
    /// <exception cref="QwenException">The request does not fit the model; the message says how.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public IAsyncEnumerable<GenerationUpdate> GenerateAsync(GenerationRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ObjectDisposedException.ThrowIf(closed, this);
        return StreamAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        bool first;
        lock (gate)
        {
            first = !closed;
            closed = true;
            if (first && running == 0)
                idle.SetResult();
        }

        if (!first)
        {
            await idle.Task.ConfigureAwait(false);
            return;
        }

        await closing.CancelAsync().ConfigureAwait(false);
        await idle.Task.ConfigureAwait(false);
        engine.Dispose();
        checkpoint.Dispose();
        closing.Dispose();
    }

    private static QwenModel Load(
        string folder, QwenModelOptions options, IProgress<QwenProgress>? progress, CancellationToken cancellationToken)
    {
        var logger = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger<QwenModel>();
        folder = CheckpointPlace.Resolve(ModelHome.Resolve(folder));
        _ = Task.Run(ImageDecoder.Prepare, CancellationToken.None); // beside all else: it takes as long as a small model does
        var profile = ProfileChooser.Choose(folder, options.Adapter, options.Profile);
        var checkpoint = Checkpoint.Open(folder, options.Adapter);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = Task.Run(ReadTexts, CancellationToken.None);
        InferenceEngine? engine = null;
        try
        {
            (engine, var reason) = EngineLoader.Load(checkpoint, options, logger, progress, stop.Token);
            var model = new QwenModel(checkpoint, engine, reason, reading.GetAwaiter().GetResult(), profile, options);
            foreach (var note in model.Notes)
                LogNote(logger, note);
            return model;
        }
        catch (Exception error)
        {
            Task.WaitAny([reading], CancellationToken.None);
            engine?.Dispose();
            checkpoint.Dispose();
            if (error is OperationCanceledException && !cancellationToken.IsCancellationRequested)
                reading.GetAwaiter().GetResult(); // it is what ended the conversion
            throw;
        }

        // beside the engine: half of what a small model takes to load
        (QwenTokenizer, FolderTemplate) ReadTexts()
        {
            try
            {
                return (QwenTokenizer.Load(checkpoint),
                    FolderTemplate.Read(new[] { checkpoint.AdapterFolder, checkpoint.Folder }.OfType<string>()));
            }
            catch
            {
                stop.Cancel(); // nobody waits for the conversion of a model that cannot be used
                throw;
            }
        }
    }

    [LoggerMessage(EventId = 3, Level = LogLevel.Warning, Message = "{Note}")]
    private static partial void LogNote(ILogger logger, string note);

    private TokenVocabulary CreateVocabulary()
    {
        var bytes = new ReadOnlyMemory<byte>[Math.Min(Tokenizer.VocabularySize, checkpoint.Config.Text.VocabularySize)];
        var special = new List<int>();
        for (var id = 0; id < bytes.Length; id++)
        {
            bytes[id] = Tokenizer.GetBytes(id);
            if (Tokenizer.IsSpecial(id))
                special.Add(id);
        }

        return new TokenVocabulary(bytes, [.. checkpoint.Generation.EndTokenIds.Where(id => (uint)id < (uint)bytes.Length)], special);
    }

    /// <summary>The model writes in a task of its own, so that the reader's thread never computes.</summary>
    private async IAsyncEnumerable<GenerationUpdate> StreamAsync(
        GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var updates = Channel.CreateBounded<GenerationUpdate>(WaitingUpdates);
        Enter();
        var writing = Task.Run(
            () => WriteAsync(request, updates.Writer, stop.Token, cancellationToken), CancellationToken.None);
        try
        {
            await foreach (var update in updates.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
                yield return update;
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await writing.ConfigureAwait(false);
        }
    }

    /// <summary>Longest conversation where the caller names none.</summary>
    internal static int DefaultContext(TextConfig config) => Math.Min(config.MaxPositions, TrainedContext);

    // a cancelled answer carries the caller's own token, by which the caller knows it for its own
    private async Task WriteAsync(
        GenerationRequest request, ChannelWriter<GenerationUpdate> updates, CancellationToken cancellationToken, CancellationToken callers)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closing.Token);
        try
        {
            var answer = new AnswerWriter(engine, Tokenizer, request, MaxContextTokens);
            var plan = PromptPlan.Create(prompts.Build(request.Turns, request.Prompt), checkpoint.Config);
            await answer.WriteAsync(plan, updates, stop.Token).ConfigureAwait(false);
            updates.Complete();
        }
        catch (OperationCanceledException) when (closing.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            updates.Complete(new ObjectDisposedException(nameof(QwenModel), "The model was disposed while it answered."));
        }
        catch (ConstraintException error)
        {
            // the one exception of the model, in the constraint's words
            updates.Complete(new QwenException(error.Message, error));
        }
        catch (Exception error)
        {
            // goes to whoever reads the updates
            updates.Complete(error is OperationCanceledException ? new OperationCanceledException(callers) : error);
        }
        finally
        {
            Leave();
        }
    }

    private void Enter()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed, this);
            running++;
        }
    }

    private void Leave()
    {
        lock (gate)
        {
            if (--running == 0 && closed)
                idle.SetResult();
        }
    }
}
