using System.Text.Json.Serialization;
using Qwen.Screens.Actions;

namespace Qwen.Screens;

/// <summary>Types into what has the focus.</summary>
/// <param name="Text">Any Unicode text, taken as data; its line ends are the Enter key, and other control characters are refused.</param>
public sealed record TypeTextAction(string Text) : ScreenAction
{
    /// <summary>
    /// What is typed instead where the text holds placeholders of secrets: a guard fills it in for the device alone. In no record.
    /// </summary>
    [JsonIgnore]
    public SecretText? Filled { get; init; }

    /// <summary>What a device types: lines, between which the Enter key is pressed. Holds secrets.</summary>
    /// <exception cref="VisionLanguage.QwenException">
    /// There is a character that is a key in disguise, or half of one. The sentence does not hold the text.
    /// </exception>
    public IReadOnlyList<string> ToLines() => TypedLines.Read(Filled?.Reveal() ?? Text);

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(TypeTextAction)} {{ Text = {Text} }}";
}
