namespace Qwen.VisionLanguage.Graphs;

/// <summary>One converted form of a checkpoint on disk.</summary>
/// <param name="Folder">Full path of its folder.</param>
/// <param name="Bytes">Bytes of its files.</param>
/// <param name="IsCurrent">Whether it was made from this checkpoint by this version; otherwise the next load makes it anew.</param>
/// <param name="Damage">What is wrong with its files, a clause for each ("vision.blocks.bin has 7 bytes instead of 9"); empty where they
/// are as they were written.</param>
public sealed record ConvertedForm(string Folder, long Bytes, bool IsCurrent, IReadOnlyList<string> Damage)
{
    /// <summary>
    /// What became of the matrices of a quantised checkpoint, a sentence for each kind: whether they kept their 4-bit codes or
    /// were rounded a second time. Empty for a plain checkpoint.
    /// </summary>
    public IReadOnlyList<string> Weights { get; init; } = [];
}
