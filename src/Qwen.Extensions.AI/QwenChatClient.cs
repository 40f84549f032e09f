using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Qwen.Extensions.AI.DependencyInjection;
using Qwen.VisionLanguage;

namespace Qwen.Extensions.AI;

/// <summary>
/// An <see cref="IChatClient"/> over a local Qwen2.5-VL: text, pictures (<c>image/*</c>), videos (<c>video/*</c>), files of text, PDF files
/// (their pages as pictures) and function calls in, text and function calls out.
/// </summary>
/// <remarks>
/// <para>Safe for concurrent use. The client runs no functions and records no messages itself: add
/// <c>UseFunctionInvocation</c>, <c>UseOpenTelemetry</c> and the like with <see cref="ChatClientBuilder"/>.</para>
/// <para>Content that the model cannot read (sound, hosted files …) ends in a <see cref="QwenException"/> that names it; of earlier turns,
/// in which other services had a part, it stands in the prompt by its name. Nothing is left out quietly.
/// <see cref="ChatOptions.ModelId"/> is not a choice here, there is one model: the response says which answered.</para>
/// <para>Pictures that a tool gives back are seen in every form in which they arrive: as content, bytes, data URI, base64, or in JSON such
/// as that of MCP and of stored conversations. Addresses in such JSON are text, and are not opened.</para>
/// <para>A call whose arguments cannot be read carries <see cref="FunctionCallContent.Exception"/> and is marked
/// <see cref="FunctionCallContent.InformationalOnly"/>, so that it is not run with none.</para>
/// <para>Keys of additional properties: <see cref="QwenPropertyNames"/>.</para>
/// </remarks>
public sealed partial class QwenChatClient : IChatClient
{
    /// <summary>The provider's name in <see cref="ChatClientMetadata"/> and telemetry.</summary>
    public const string ProviderName = "qwen.local";

    /// <summary>Name of the activity source and meter: preparing media, and generating with its time to the first token.</summary>
    public const string TelemetryName = "Qwen.Extensions.AI";

    private readonly QwenModelHost host;
    private readonly QwenChatClientOptions options;
    private readonly ChatClientMetadata metadata;
    private readonly ILogger logger;
    private volatile bool disposed;

    /// <summary>Makes a client of a loaded model; several clients may share one.</summary>
    /// <param name="model">The model. The caller keeps it and disposes it after the client, unless
    /// <see cref="QwenChatClientOptions.DisposesModel"/> is set.</param>
    /// <param name="options">What may be read, and defaults for media; null for the defaults.</param>
    public QwenChatClient(QwenModel model, QwenChatClientOptions? options = null)
        : this(QwenModelHost.Of(model ?? throw new ArgumentNullException(nameof(model))), options ?? new QwenChatClientOptions())
    {
    }

    /// <summary>Makes a client of a model that is loaded by the first request.</summary>
    internal QwenChatClient(QwenModelHost host, QwenChatClientOptions options)
    {
        this.host = host;
        this.options = options;
        logger = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger<QwenChatClient>();
        metadata = new ChatClientMetadata(ProviderName, defaultModelId: host.ModelId);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Null for any key; otherwise <see cref="ChatClientMetadata"/>, the <see cref="QwenModel"/> once it is loaded, or the client
    /// itself.
    /// </remarks>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null)
            return null;
        if (serviceType == typeof(ChatClientMetadata))
            return metadata;
        if (serviceType == typeof(QwenModel))
            return host.Loaded;
        if (serviceType == typeof(QwenModelSource))
            return new QwenModelSource(host);
        return serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <summary>Ends the client; the model too where <see cref="QwenChatClientOptions.DisposesModel"/> says so.</summary>
    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        if (options.DisposesModel)
            host.Dispose();
    }
}
