namespace Qwen.Perception;

/// <summary>What the coordinates mean in which a model answers. Results are always pixels of the caller's picture.</summary>
public enum CoordinateConvention
{
    /// <summary>Pixels of the picture as the model saw it: Qwen2.5-VL.</summary>
    Pixels,

    /// <summary>Thousandths of the picture's width and height, 0 to 1000: Qwen2-VL, Qwen3-VL and others.</summary>
    Thousandths,

    /// <summary>Shares of the picture's width and height, 0 to 1.</summary>
    Shares,
}
