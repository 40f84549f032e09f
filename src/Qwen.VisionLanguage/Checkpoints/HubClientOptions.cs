namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>Where checkpoints are downloaded from, and how patiently.</summary>
public sealed record HubClientOptions
{
    /// <summary>Address of the hub; null for the environment variable <c>HF_ENDPOINT</c>, and without it the public hub.</summary>
    public string? Endpoint { get; init; }

    /// <summary>
    /// Access token for private and gated repositories; null for the environment variable <c>HF_TOKEN</c>, empty for none.
    /// It is sent to the endpoint only, never to a host that the endpoint redirects to.
    /// </summary>
    public string? Token { get; init; }

    /// <summary>Branch, tag or commit.</summary>
    public string Revision { get; init; } = "main";

    /// <summary>Attempts in a row that bring nothing before the download is given up.</summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>Pause after the first failed attempt; it doubles with each further one.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause between two attempts; a server that asks for more (<c>Retry-After</c>) ends the download.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Longest silence of the server before an attempt counts as failed.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(60);
}
