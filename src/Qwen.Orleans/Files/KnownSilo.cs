namespace Qwen.Orleans.Files;

/// <summary>A silo that gives others its files, or did.</summary>
/// <param name="Offer">What it said.</param>
/// <param name="Keeper">The silo; null where it has not said anything since the grain came here.</param>
/// <param name="At">When it said so last.</param>
internal sealed record KnownSilo(FolderOffer Offer, IFileKeeper? Keeper, DateTimeOffset At);
