namespace Qwen.Orleans.Grains;

/// <summary>What a silo has.</summary>
[GenerateSerializer]
[Immutable]
internal sealed record SiloOffer
{
    /// <summary>The silo, this life of it.</summary>
    [Id(0)]
    public required string Silo { get; init; }

    /// <summary>Its model.</summary>
    [Id(1)]
    public string? Model { get; init; }

    /// <summary>The form of its weights.</summary>
    [Id(2)]
    public string? Form { get; init; }

    /// <summary>What it runs on.</summary>
    [Id(3)]
    public string? Device { get; init; }

    /// <summary>Items that it works on at the same time.</summary>
    [Id(4)]
    public int Rows { get; init; }

    /// <summary>Names of the tasks that it knows.</summary>
    [Id(5)]
    public string[] Tasks { get; init; } = [];

    /// <summary>How long it took for an item of late; null where it has done none.</summary>
    [Id(6)]
    public double? SecondsPerItem { get; init; }

    /// <summary>Bytes of memory that its machine, or what its container may have of it, has left.</summary>
    [Id(7)]
    public long FreeMemoryBytes { get; init; }
}
