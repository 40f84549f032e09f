using Qwen.Perception;

namespace Qwen.Samples;

/// <summary>What is known of an order on its way through the workflow; each step adds to it.</summary>
/// <param name="Shelf">Path of the shelf's picture.</param>
/// <param name="Paper">Path of the order's picture.</param>
public sealed record Order(string Shelf, string Paper)
{
    /// <summary>What is on the shelf.</summary>
    public IReadOnlyList<LocatedBox> There { get; init; } = [];

    /// <summary>What the order says.</summary>
    public string Text { get; init; } = "";

    /// <summary>How many it wants; null where the order says no number.</summary>
    public int? Wanted { get; init; }
}
