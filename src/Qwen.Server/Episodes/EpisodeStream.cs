using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Qwen.Screens;
using Qwen.Server.OpenAI;

namespace Qwen.Server.Episodes;

/// <summary>Tells the watcher of an episode what happens, as events that are on their way at once. For one caller at a time.</summary>
/// <param name="context">Where to.</param>
/// <param name="cancellationToken">Ends the writing.</param>
internal sealed class EpisodeStream(HttpContext context, CancellationToken cancellationToken)
{
    /// <summary>That it begins, with what the screen shows.</summary>
    public Task BeginAsync(string screen, ScreenShot shot)
    {
        EventStream.Begin(context);
        return WriteAsync("begin", json =>
        {
            json.WriteString("screen", screen);
            json.WriteString("picture", ToUri(shot.Png));
        });
    }

    /// <summary>A step that was taken, or the end.</summary>
    public Task TellAsync(ScreenStep step) => WriteAsync(step.Stop is null ? "step" : "end", json =>
    {
        json.WriteNumber("number", step.Number);
        json.WriteNumber("seconds", Math.Round(step.Duration.TotalSeconds, 2));
        if (step.Thought.Length > 0)
            json.WriteString("thought", step.Thought);
        if (step.Reply is { } reply)
            json.WriteString("reply", reply);
        if (step.Attempt is { } attempt)
        {
            WriteAction(json, attempt.Action, attempt.Risk, attempt.Label);
            json.WriteString("outcome", attempt.Outcome.ToString());
            if (attempt.Reason is { } reason)
                json.WriteString("reason", reason);
        }

        if (step.Stop is { } stop)
        {
            json.WriteString("stop", stop.ToString());
            json.WriteString("stop_reason", step.StopReason);
        }

        json.WriteString("before", ToUri(step.DrawBefore()));
        json.WriteString("picture", ToUri((step.After ?? step.Before).Png));
    });

    /// <summary>A question to the person who watches.</summary>
    public Task AskAsync(string name, ApprovalRequest request, TimeSpan time) => WriteAsync("question", json =>
    {
        json.WriteString("question", name);
        WriteAction(json, request.Action, request.Risk, request.Label);
        json.WriteNumber("seconds", Math.Round(time.TotalSeconds));
        json.WriteString("picture", ToUri(request.DrawShot()));
    });

    /// <summary>What a question came to.</summary>
    public Task SettleAsync(string name, bool allow, bool inTime) => WriteAsync("answer", json =>
    {
        json.WriteString("question", name);
        json.WriteBoolean("allow", allow);
        json.WriteBoolean("in_time", inTime);
    });

    /// <summary>That nothing more comes.</summary>
    public Task EndAsync() => EventStream.WriteAsync(context, default, "[DONE]"u8.ToArray(), cancellationToken);

    // what stands on a control is the screen's word, on a line of its own and quoted by whoever shows it
    private static void WriteAction(Utf8JsonWriter json, ScreenAction action, ScreenRisk risk, string? label)
    {
        json.WriteString("action", ActionText.Describe(action));
        json.WriteString("risk", risk.ToString());
        if (label is not null)
            json.WriteString("label", label);
    }

    private static string ToUri(ReadOnlyMemory<byte> png) => new DataContent(png, "image/png").Uri;

    private async Task WriteAsync(string type, Action<Utf8JsonWriter> write)
    {
        using var payload = new JsonPayload();
        payload.Writer.WriteStartObject();
        payload.Writer.WriteString("type", type);
        write(payload.Writer);
        payload.Writer.WriteEndObject();
        await EventStream.WriteAsync(context, default, payload.Finish(), cancellationToken).ConfigureAwait(false);
    }
}
