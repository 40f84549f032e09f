using System.ComponentModel.DataAnnotations;

namespace Qwen.Extensions.AI.Tests.Shapes;

/// <summary>A record with a property of every kind that structured answers are made of.</summary>
internal sealed record Shape
{
    public required string Name { get; init; }

    public Colour Colour { get; init; }

    public Colour? Border { get; init; }

    public bool Filled { get; init; }

    public long Number { get; init; }

    public double Area { get; init; }

    public Size Box { get; init; } = new();

    public Size? Inner { get; init; }

    [MaxLength(3)]
    public string[] Tags { get; init; } = [];

    public Dictionary<string, bool> Marks { get; init; } = [];

    public DateTimeOffset At { get; init; }

    public DateTime Local { get; init; }

    public DateOnly Day { get; init; }

    public TimeOnly Hour { get; init; }

    public TimeSpan Duration { get; init; }

    public Guid Id { get; init; }

    public Uri? Link { get; init; }
}
