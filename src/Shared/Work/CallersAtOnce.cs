using Microsoft.Extensions.AI;
using Qwen.Extensions.AI;
using Qwen.VisionLanguage;

namespace Qwen.Shared.Work;

/// <summary>How many questions of one call are put to a client at the same time.</summary>
internal static class CallersAtOnce
{
    /// <summary>Where requests share passes: more would take memory and hardly any time less.</summary>
    private const int Shared = 4;

    /// <summary>
    /// As many as the options set, at least 1; unset, several where the client's model is local and runs requests together, and else one.
    /// The model is loaded where nobody has yet.
    /// </summary>
    public static async ValueTask<int> ChooseAsync(IChatClient client, int? set, CancellationToken cancellationToken)
    {
        if (set is { } number)
            return Math.Max(1, number);
        var model = client.GetService(typeof(QwenModelSource)) is QwenModelSource source
            ? await source.GetAsync(cancellationToken).ConfigureAwait(false)
            : client.GetService(typeof(QwenModel)) as QwenModel;
        return model is { SharesPasses: true } ? Shared : 1;
    }
}
