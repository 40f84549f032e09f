using Qwen.Extensions.AI.DependencyInjection;
using Qwen.VisionLanguage;

namespace Qwen.Extensions.AI;

/// <summary>
/// The model behind a local client, whether it is loaded yet or not: <c>client.GetService&lt;QwenModelSource&gt;()</c>, also through
/// other clients around it. A client that speaks to a server has none. Safe for concurrent use.
/// </summary>
/// <remarks>
/// Tasks ask for it before their first question, so that pixel limits and confidences are those of the model from the first answer on.
/// </remarks>
public sealed class QwenModelSource
{
    private readonly QwenModelHost host;

    internal QwenModelSource(QwenModelHost host) => this.host = host;

    /// <summary>The model's name, known before it is loaded.</summary>
    public string ModelId => host.ModelId;

    /// <summary>The model; null before it is loaded.</summary>
    public QwenModel? Loaded => host.Loaded;

    /// <summary>The model, loaded where necessary; it stays the client's.</summary>
    /// <param name="cancellationToken">Ends the wait, and the load where nobody else waits for it.</param>
    /// <exception cref="QwenException">The model cannot be loaded; the next request tries again.</exception>
    public Task<QwenModel> GetAsync(CancellationToken cancellationToken = default) => host.GetAsync(cancellationToken);
}
