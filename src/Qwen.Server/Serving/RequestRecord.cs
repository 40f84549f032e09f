namespace Qwen.Server.Serving;

/// <summary>What is told about a request when it is over: counts and times, never texts. Written by the one who answers.</summary>
internal sealed class RequestRecord
{
    /// <summary>Which endpoint.</summary>
    public required string Operation { get; init; }

    /// <summary>Which model; null where it did not come that far.</summary>
    public string? Model { get; set; }

    /// <summary>Whether the answer is a stream.</summary>
    public bool Stream { get; set; }

    /// <summary>Its place in the queue, from 1; 0 where its turn came at once.</summary>
    public int Position { get; set; }

    /// <summary>From the request to its turn.</summary>
    public TimeSpan Waited { get; set; }

    /// <summary>From the request to the first piece of the answer; null where there is none.</summary>
    public TimeSpan? FirstPiece { get; set; }

    /// <summary>Tokens of the prompt; null where nobody counted.</summary>
    public long? InputTokens { get; set; }

    /// <summary>Tokens of the answer; null where nobody counted.</summary>
    public long? OutputTokens { get; set; }

    /// <summary>Status that the client saw, or would have seen: 499 where it went away.</summary>
    public int Status { get; set; } = 200;
}
