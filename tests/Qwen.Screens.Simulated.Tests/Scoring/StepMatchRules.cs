namespace Qwen.Screens.Simulated.Tests.Scoring;

/// <summary>When an action counts as the one that was wanted.</summary>
internal sealed record StepMatchRules
{
    /// <summary>
    /// Android in the Zoo (arXiv 2403.02713): near taps and taps on the same widened element count, and texts that nearly agree.
    /// </summary>
    public static StepMatchRules AndroidInTheZoo { get; } =
        new() { TapDistance = 0.14, BoxWidening = 1.4, TextRatio = 0.8, TextMayContain = true };

    /// <summary>Android Control (arXiv 2406.03679): taps count inside the element, or near where none is known; texts must agree.</summary>
    public static StepMatchRules AndroidControl { get; } = new() { TapDistance = 0.14, BoxWidening = 1, NearOnlyWithoutElement = true };

    /// <summary>How far two taps may be apart, in shares of the screen.</summary>
    public double TapDistance { get; init; }

    /// <summary>By how much elements grow before two taps are looked for in one.</summary>
    public double BoxWidening { get; init; } = 1;

    /// <summary>Whether a near tap counts only where the wanted one lies on no known element.</summary>
    public bool NearOnlyWithoutElement { get; init; }

    /// <summary>Texts that agree in more than this share count as equal; 1 for exact ones only.</summary>
    public double TextRatio { get; init; } = 1;

    /// <summary>Whether a text counts that holds the wanted one, or is held by it.</summary>
    public bool TextMayContain { get; init; }
}
