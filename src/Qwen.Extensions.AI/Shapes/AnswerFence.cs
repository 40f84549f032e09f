namespace Qwen.Extensions.AI.Shapes;

/// <summary>
/// Takes off the Markdown fence that the model was trained to write round JSON. The grammar allows it, because without it the answer
/// itself gets worse; the caller asked for JSON alone. Not thread-safe.
/// </summary>
internal sealed class AnswerFence
{
    /// <summary>How a fence opens.</summary>
    public const string Open = "```json\n";

    /// <summary>How it closes.</summary>
    public const string Close = "\n```";

    private string held = "";
    private bool? fenced;

    /// <summary>What can be said of the answer so far that was not said before.</summary>
    public string Append(string text)
    {
        held += text;
        if (fenced is null)
        {
            if (held.Length < Open.Length && Open.StartsWith(held, StringComparison.Ordinal))
                return "";
            fenced = held.StartsWith(Open, StringComparison.Ordinal);
            held = fenced.Value ? held[Open.Length..] : held;
        }

        // the end of it may be the beginning of the closing fence
        var keep = fenced.Value
            ? Enumerable.Range(1, Close.Length).LastOrDefault(length => held.EndsWith(Close[..length], StringComparison.Ordinal))
            : 0;
        var said = held[..^keep];
        held = held[^keep..];
        return said;
    }

    /// <summary>What is left when nothing follows: a closing fence, also one that was cut, is not.</summary>
    public string Flush() => fenced == true || Open.StartsWith(held, StringComparison.Ordinal) ? "" : held;
}
