namespace Qwen.VisionLanguage.Images;

/// <summary>How many patches a prepared picture or video has: temporal patches, rows, columns.</summary>
/// <param name="T">Temporal patches (1 for a picture).</param>
/// <param name="H">Patch rows, even.</param>
/// <param name="W">Patch columns, even.</param>
public readonly record struct VisionGrid(int T, int H, int W)
{
    /// <summary>All patches: rows of the encoder's input.</summary>
    public int PatchCount => T * H * W;

    /// <summary>All merged units of 2×2 patches: placeholder tokens in the prompt.</summary>
    public int TokenCount => PatchCount / 4;

    /// <summary>Merged units of one temporal patch.</summary>
    internal int TokensPerSlice => H * W / 4;
}
