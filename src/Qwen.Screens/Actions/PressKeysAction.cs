namespace Qwen.Screens;

/// <summary>Presses keys in order and releases them in reverse: a key, or a chord. Equal where the keys are.</summary>
/// <param name="Keys">Names as the X keyboard and the model write them, in lower case: "ctrl", "c", "enter", "volume_up".</param>
public sealed record PressKeysAction(IReadOnlyList<string> Keys) : ScreenAction
{
    /// <inheritdoc/>
    public bool Equals(PressKeysAction? other) => other is not null && Keys.SequenceEqual(other.Keys, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        Keys.Aggregate(Keys.Count, (hash, key) => HashCode.Combine(hash, key.GetHashCode(StringComparison.Ordinal)));

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(PressKeysAction)} {{ Keys = {string.Join('+', Keys)} }}";
}
