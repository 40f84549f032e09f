namespace Qwen.Screens.Dialects;

/// <summary>A word by which a model acts.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Deed">What it means.</param>
internal sealed record DialectWord(string Name, Deed Deed)
{
    /// <summary>Seconds of a wait that names none.</summary>
    public double Seconds { get; init; } = 1;
}
