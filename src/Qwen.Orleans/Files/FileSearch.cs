namespace Qwen.Orleans.Files;

/// <summary>What became of a search for a file.</summary>
[GenerateSerializer]
[Immutable]
internal sealed record FileSearch
{
    /// <summary>Who has it; null for nobody.</summary>
    [Id(0)]
    public IFileKeeper? Keeper { get; init; }

    /// <summary>What it has.</summary>
    [Id(1)]
    public FileFacts? Facts { get; init; }

    /// <summary>Whether everybody who may have it was asked: otherwise a later search may find it.</summary>
    [Id(2)]
    public bool IsCertain { get; init; }
}
