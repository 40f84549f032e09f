using System.Diagnostics;

namespace Qwen.Screens;

/// <summary>
/// A secret on its way to a device. No sentence, record, log or JSON that it gets into shows it: the value must be asked for.
/// Immutable.
/// </summary>
[DebuggerDisplay("(secret)")]
public sealed class SecretText
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly string value;

    /// <summary>Wraps a value.</summary>
    /// <param name="value">The secret itself.</param>
    public SecretText(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        this.value = value;
    }

    /// <summary>The secret itself, for who types it.</summary>
    public string Reveal() => value;

    /// <summary>Says only that it is one.</summary>
    public override string ToString() => "(secret)";
}
