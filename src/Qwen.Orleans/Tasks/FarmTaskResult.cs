using Qwen.Perception;

namespace Qwen.Orleans;

/// <summary>What a task gives for an item.</summary>
public sealed record FarmTaskResult
{
    /// <summary>The value, as JSON.</summary>
    public required string Value { get; init; }

    /// <summary>Size of the picture or of the frames, upright.</summary>
    public PictureSize? PictureSize { get; init; }

    /// <summary>Size at which the model saw it.</summary>
    public PictureSize? SizeSeen { get; init; }

    /// <summary>How sure the model was, 0 to 1; null where it did not say.</summary>
    public double? Confidence { get; init; }

    /// <summary>What was mended on the way from the model's text to the value.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
