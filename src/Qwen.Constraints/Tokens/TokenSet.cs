using System.Numerics;
using System.Runtime.InteropServices;

namespace Qwen.Constraints.Tokens;

/// <summary>An immutable set of token ids: a short list, or one bit per token where that is smaller.</summary>
internal sealed class TokenSet
{
    public static readonly TokenSet Empty = new([], 0);

    private readonly int[]? ids;
    private readonly uint[]? bits;

    public TokenSet(List<int> members, int words)
    {
        if (members.Count <= words)
        {
            ids = [.. members];
            return;
        }

        bits = new uint[words];
        foreach (var id in members)
            bits[id >> 5] |= 1u << id;
    }

    /// <summary>Memory held, in bytes.</summary>
    public int Size => 4 * (ids?.Length ?? bits!.Length);

    public bool IsEmpty => ids is { Length: 0 };

    /// <summary>Writes the members over a mask. // [vocabulary / 32]</summary>
    public void CopyTo(Span<uint> mask)
    {
        if (bits is not null)
        {
            bits.CopyTo(mask);
            return;
        }

        mask.Clear();
        AddTo(mask);
    }

    /// <summary>Adds the members to a mask. // [vocabulary / 32]</summary>
    public void AddTo(Span<uint> mask)
    {
        if (ids is not null)
        {
            foreach (var id in ids)
                mask[id >> 5] |= 1u << id;
            return;
        }

        // whole vectors at once, then what is left
        var from = MemoryMarshal.Cast<uint, Vector<uint>>(bits);
        var into = MemoryMarshal.Cast<uint, Vector<uint>>(mask[..bits!.Length]);
        for (var i = 0; i < from.Length; i++)
            into[i] |= from[i];
        for (var i = from.Length * Vector<uint>.Count; i < bits.Length; i++)
            mask[i] |= bits[i];
    }
}
