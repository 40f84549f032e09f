using Microsoft.Extensions.AI;
using Qwen.Extensions.AI;
using Qwen.VisionLanguage;

namespace Qwen.Shared.Asking;

/// <summary>The model behind a client, where it runs in this process.</summary>
internal static class LocalModel
{
    /// <summary>The client's model, loaded where nobody has yet; null where the client speaks to a server.</summary>
    /// <remarks>Loading it before the first question gives that one the same picture size and confidences as every later one.</remarks>
    public static async ValueTask<QwenModel?> FindAsync(IChatClient client, CancellationToken cancellationToken) =>
        client.GetService(typeof(QwenModelSource)) is QwenModelSource source
            ? await source.GetAsync(cancellationToken).ConfigureAwait(false)
            : client.GetService(typeof(QwenModel)) as QwenModel;
}
