namespace Qwen.Orleans.Files;

/// <summary>By what a file is known to be the same one still.</summary>
/// <param name="Length">Its bytes.</param>
/// <param name="Written">When it was changed last, in universal time.</param>
[GenerateSerializer]
[Immutable]
internal sealed record FileFacts([property: Id(0)] long Length, [property: Id(1)] DateTime Written);
