namespace Qwen.Orleans.Files;

/// <summary>What a silo said of its files.</summary>
/// <param name="Folders">Its folders, in full.</param>
/// <param name="Keeper">The silo.</param>
/// <param name="At">When it said so.</param>
internal sealed record FolderOffer(string[] Folders, IFileKeeper Keeper, DateTimeOffset At);
