using System.Text.Json.Serialization;

namespace Qwen.Screens;

/// <summary>One line of an audit file.</summary>
public sealed record AuditEntry
{
    /// <summary>When the action was judged.</summary>
    [JsonPropertyName("time")]
    public required DateTimeOffset Time { get; init; }

    /// <summary>Name of the screen.</summary>
    [JsonPropertyName("screen")]
    public required string Screen { get; init; }

    /// <summary>Counts the attempts on the screen.</summary>
    [JsonPropertyName("number")]
    public required int Number { get; init; }

    /// <summary>The action, secrets as placeholders.</summary>
    [JsonPropertyName("action")]
    public required ScreenAction Action { get; init; }

    /// <summary>What it might have brought about.</summary>
    [JsonPropertyName("risk")]
    public required ScreenRisk Risk { get; init; }

    /// <summary>What stands on the control.</summary>
    [JsonPropertyName("label")]
    public string? Label { get; init; }

    /// <summary>What became of it.</summary>
    [JsonPropertyName("outcome")]
    public required AttemptOutcome Outcome { get; init; }

    /// <summary>Why.</summary>
    [JsonPropertyName("reason")]
    public string? Reason { get; init; }

    /// <summary>The app in the foreground before.</summary>
    [JsonPropertyName("app")]
    public string? App { get; init; }

    /// <summary>The page before.</summary>
    [JsonPropertyName("address")]
    public Uri? Address { get; init; }

    /// <summary>The app in the foreground after.</summary>
    [JsonPropertyName("app_after")]
    public string? AppAfter { get; init; }

    /// <summary>The page after.</summary>
    [JsonPropertyName("address_after")]
    public Uri? AddressAfter { get; init; }

    /// <summary>SHA-256 of the picture before.</summary>
    [JsonPropertyName("before")]
    public string? Before { get; init; }

    /// <summary>SHA-256 of the picture after.</summary>
    [JsonPropertyName("after")]
    public string? After { get; init; }
}
