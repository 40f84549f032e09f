namespace Qwen.Orleans.Files;

/// <summary>Knows which silo has which folders. There is one.</summary>
internal interface IFilesGrain : IGrainWithIntegerKey
{
    /// <summary>Says, again and again, that a silo gives others the files of its folders.</summary>
    Task OfferAsync(string silo, FolderOffer offer, IFileKeeper keeper);

    /// <summary>Finds a silo that has a file.</summary>
    /// <param name="file">Its path, in full.</param>
    /// <param name="asking">The silo that asks, which is not asked itself; null for a client.</param>
    Task<FileSearch> FindAsync(string file, string? asking);

    /// <summary>A small picture of an item, as PNG file, drawn by a silo that has its file; null where there is none.</summary>
    Task<byte[]?> DrawAsync(JobItem item);
}
