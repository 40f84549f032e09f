using Qwen.VisionLanguage.Runtime.Cpu.Attention;

namespace Qwen.VisionLanguage.Runtime.Cpu.Pages;

/// <summary>What a page holds: a block for every layer and head. // [layer, kv head, block]</summary>
/// <param name="Layers">Layers of the decoder.</param>
/// <param name="Heads">Heads of keys and values in a layer.</param>
/// <param name="Block">Of one head.</param>
internal sealed unsafe record KeyValuePageLayout(int Layers, int Heads, KeyValueBlock Block)
{
    /// <summary>Bytes of a page.</summary>
    public long Bytes => (long)Layers * Heads * Block.Bytes;

    /// <summary>Where a head's block starts, in bytes.</summary>
    public long BlockAt(int layer, int head) => ((long)layer * Heads + head) * Block.Bytes;

    /// <summary>Pages that so many tokens fill, the last one perhaps in part.</summary>
    public static int Count(long tokens) => checked((int)((tokens + KeyValueBlock.Tokens - 1) / KeyValueBlock.Tokens));

    /// <summary>Copies the first tokens of a page.</summary>
    public void Copy(nint from, nint to, int tokens)
    {
        for (var block = 0; block < Layers * Heads; block++)
            Block.Copy((byte*)from + (long)block * Block.Bytes, (byte*)to + (long)block * Block.Bytes, tokens);
    }
}
