using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;

namespace Qwen.Server.Serving;

/// <summary>A request that came in, with its body. For one caller at a time.</summary>
/// <param name="Context">The request and its answer.</param>
/// <param name="Body">The object that was sent.</param>
/// <param name="Record">What will be told about it.</param>
/// <param name="Place">Its place in the queue.</param>
/// <param name="Start">When it came, as a time stamp.</param>
/// <param name="CancellationToken">Ends when the client goes away or the time is over.</param>
internal sealed record Visit(
    HttpContext Context, JsonElement Body, RequestRecord Record, RequestPlace Place, long Start, CancellationToken CancellationToken)
{
    /// <summary>Waits for its turn and takes the model.</summary>
    public async Task<ModelLease> TakeAsync(ModelSlot slot)
    {
        Record.Model = slot.Name;
        await Place.WaitAsync(CancellationToken).ConfigureAwait(false);
        Record.Position = Place.Position;
        Record.Waited = Stopwatch.GetElapsedTime(Start);
        Context.Response.Headers["X-Queue-Place"] = Place.Position.ToString(CultureInfo.InvariantCulture);
        return await slot.TakeAsync(CancellationToken).ConfigureAwait(false);
    }

    /// <summary>Notes that the first piece of the answer is there.</summary>
    public void NoteFirstPiece() => Record.FirstPiece ??= Stopwatch.GetElapsedTime(Start);

    /// <summary>Notes what was counted.</summary>
    public void NoteUsage(UsageDetails? usage)
    {
        Record.InputTokens = usage?.InputTokenCount;
        Record.OutputTokens = usage?.OutputTokenCount;
    }
}
