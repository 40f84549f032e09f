using System.Text.Json.Serialization.Metadata;
using Qwen.Extensions.AI.Media;
using Qwen.Perception;

namespace Qwen.Cli.Pictures;

/// <summary>What a command asks about each picture, and how its result is shown.</summary>
/// <typeparam name="T">The result's type.</typeparam>
internal sealed record PictureQuestion<T>
    where T : PictureResult
{
    /// <summary>Asks about one picture.</summary>
    public required Func<MediaSource, CancellationToken, Task<T>> AskAsync { get; init; }

    /// <summary>The result for a person, line by line; none where nothing was found.</summary>
    public required Func<T, IEnumerable<string>> ToLines { get; init; }

    /// <summary>The result for a program; made only where one wants it.</summary>
    public required Func<JsonTypeInfo<T>> Json { get; init; }

    /// <summary>Boxes to draw on the picture.</summary>
    public Func<T, IReadOnlyList<LocatedBox>> ToBoxes { get; init; } = _ => [];

    /// <summary>Points to draw on the picture.</summary>
    public Func<T, IReadOnlyList<LocatedPoint>> ToPoints { get; init; } = _ => [];
}
