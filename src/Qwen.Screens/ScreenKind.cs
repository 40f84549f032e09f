using System.Text.Json.Serialization;

namespace Qwen.Screens;

/// <summary>What a screen is driven with, and so which of the model's two action sets fits.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ScreenKind>))]
public enum ScreenKind
{
    /// <summary>Fingers: the model's <c>mobile_use</c>.</summary>
    Phone,

    /// <summary>Mouse and keyboard: the model's <c>computer_use</c>.</summary>
    Desktop,
}
