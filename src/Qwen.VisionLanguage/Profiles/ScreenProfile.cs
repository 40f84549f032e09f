namespace Qwen.VisionLanguage.Profiles;

/// <summary>
/// How a model is asked for the next action on a screen. In the texts <c>{task}</c>, <c>{width}</c>, <c>{height}</c>, <c>{step}</c> and
/// <c>{date}</c> are filled in, and the picture stands where <c>{screenshot}</c> does, or at the end. Coordinates are pixels of the
/// picture as the model sees it.
/// </summary>
public sealed class ScreenProfile
{
    /// <summary>How answers are written: <c>ui-tars</c>, <c>fara</c> or <c>holo</c>.</summary>
    public required string Contract { get; init; }

    /// <summary>System text; null for the usual one.</summary>
    public string? SystemText { get; init; }

    /// <summary>First message for a desktop or a browser.</summary>
    public required string DesktopTask { get; init; }

    /// <summary>First message for a phone; null where the model was not trained on phones.</summary>
    public string? PhoneTask { get; init; }

    /// <summary>Message that asks for the place of one thing; null where that of the task is used.</summary>
    public string? PlaceTask { get; init; }

    /// <summary>Message with a later picture, after the answers so far; null where the first message is sent again instead.</summary>
    public string? Later { get; init; }
}
