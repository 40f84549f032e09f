using Microsoft.Extensions.AI;
using Qwen.Shared.Asking;

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
        return await LocalModel.FindAsync(client, cancellationToken).ConfigureAwait(false) is { SharesPasses: true } ? Shared : 1;
    }
}
