using Microsoft.Extensions.AI;
using Qwen.Extensions.AI;
using Qwen.VisionLanguage;

namespace Qwen.Shared.Asking;

/// <summary>The model behind a chat client.</summary>
internal static class LocalModel
{
    /// <summary>The client's model, loaded where nobody has yet; null where the client speaks to a server.</summary>
    public static async ValueTask<QwenModel?> FindAsync(IChatClient client, CancellationToken cancellationToken) =>
        client.GetService(typeof(QwenModelSource)) is QwenModelSource source
            ? await source.GetAsync(cancellationToken).ConfigureAwait(false)
            : client.GetService(typeof(QwenModel)) as QwenModel;
}
