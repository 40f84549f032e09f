namespace Qwen.Orleans.Files;

/// <summary>What is stored of who has which folders.</summary>
[GenerateSerializer]
internal sealed class FilesState
{
    /// <summary>What silos said, by their names.</summary>
    [Id(0)]
    public Dictionary<string, FolderOffer> Offers { get; set; } = [];
}
