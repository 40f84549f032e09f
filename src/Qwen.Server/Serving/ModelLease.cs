using Microsoft.Extensions.AI;

namespace Qwen.Server.Serving;

/// <summary>A client for the length of a request: while one is held, its model is not let go.</summary>
internal sealed class ModelLease(ModelSlot slot, IChatClient client) : IDisposable
{
    private ModelSlot? owner = slot;

    public IChatClient Client => client;

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref owner, null)?.Return();
}
