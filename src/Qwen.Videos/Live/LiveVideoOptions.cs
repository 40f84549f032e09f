namespace Qwen.Videos;

/// <summary>What a <see cref="LiveVideo"/> keeps of what it sees.</summary>
public sealed record LiveVideoOptions
{
    /// <summary>Frames a second that are kept while they are new (2 unless set); those that come faster are passed over.</summary>
    public double Fps { get; init; } = 2;

    /// <summary>
    /// Newest frames that are kept at full density (64 unless set). Every time a frame's age doubles beyond that, half of its
    /// neighbours are gone: hours take about half as many frames more for each doubling.
    /// </summary>
    public int DenseFrames { get; init; } = 64;

    /// <summary>Smallest area of a frame in pixels (16 tokens' worth unless set).</summary>
    public int MinPixels { get; init; } = 16 * 28 * 28;

    /// <summary>Largest area of a kept frame in pixels (64 tokens' worth unless set).</summary>
    public int MaxPixels { get; init; } = 64 * 28 * 28;

    /// <summary>How questions are asked: form, system text, prompts, limits. What it says of sampling is not used.</summary>
    public QwenVideoOptions Asking { get; init; } = new();
}
