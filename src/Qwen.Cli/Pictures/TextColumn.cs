namespace Qwen.Cli.Pictures;

/// <summary>A column of a <see cref="TextTable"/>.</summary>
/// <param name="Name">What stands above it.</param>
/// <param name="Cells">Its cells, one for each row.</param>
internal sealed record TextColumn(string Name, IReadOnlyList<string> Cells);
