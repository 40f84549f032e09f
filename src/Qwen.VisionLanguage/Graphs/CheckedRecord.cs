namespace Qwen.VisionLanguage.Graphs;

/// <summary>Which files of a folder were read through on this machine.</summary>
/// <param name="Folder">Its full path.</param>
/// <param name="Files">The files by name.</param>
internal sealed record CheckedRecord(string Folder, Dictionary<string, CheckedFile> Files);
