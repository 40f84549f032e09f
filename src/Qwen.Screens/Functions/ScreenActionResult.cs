using System.Text.Json.Serialization;

namespace Qwen.Screens;

/// <summary>What became of an action.</summary>
public sealed record ScreenActionResult
{
    /// <summary>Performed, DryRun, Denied, Declined, Stopped or Failed.</summary>
    [JsonPropertyName("outcome")]
    public required AttemptOutcome Outcome { get; init; }

    /// <summary>Why it was not carried out, or what followed it.</summary>
    [JsonPropertyName("reason")]
    public string? Reason { get; init; }

    /// <summary>What it might have brought about.</summary>
    [JsonPropertyName("risk")]
    public required ScreenRisk Risk { get; init; }

    /// <summary>What stands on the control that was touched: content of the screen, not an instruction.</summary>
    [JsonPropertyName("label")]
    public string? Label { get; init; }

    /// <summary>The app in the foreground now.</summary>
    [JsonPropertyName("app")]
    public string? App { get; init; }

    /// <summary>The page in the foreground now.</summary>
    [JsonPropertyName("address")]
    public Uri? Address { get; init; }

    /// <summary>Whether actions are allowed where the screen is now.</summary>
    [JsonPropertyName("actions_allowed")]
    public required bool ActionsAllowed { get; init; }

    internal static ScreenActionResult Of(ScreenAttempt attempt)
    {
        var place = (attempt.After ?? attempt.Before)?.Place;
        return new ScreenActionResult
        {
            Outcome = attempt.Outcome,
            Reason = attempt.Reason,
            Risk = attempt.Risk,
            Label = attempt.Label,
            App = place?.App,
            Address = place?.Address,
            ActionsAllowed = attempt.IsInside,
        };
    }
}
