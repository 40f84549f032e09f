using System.Runtime.InteropServices;
using Qwen.VisionLanguage.Runtime.Cpu.Attention;

namespace Qwen.VisionLanguage.Runtime.Cpu.Pages;

/// <summary>
/// Keys and values of one sequence as a list of pages: more room is one more page, and nothing is copied. Full pages at the start
/// may be those of other sequences; a sequence writes into pages of its own only.
/// </summary>
/// <param name="pages">Where pages come from.</param>
/// <param name="promised">Pages that are set aside for this sequence.</param>
internal sealed class CpuKeyValueCache(KeyValuePages pages, int promised = 0) : KeyValueCache
{
    private readonly List<KeyValuePage> held = [];
    private readonly List<nint> addresses = [];
    private int promised = promised;

    ~CpuKeyValueCache() => Free();

    public override int Capacity => held.Count * KeyValueBlock.Tokens;

    /// <summary>Addresses of the pages.</summary>
    public ReadOnlySpan<nint> Pages => CollectionsMarshal.AsSpan(addresses);

    /// <summary>Its first pages, and how many are set aside for it. Safe while the sequence runs.</summary>
    public (KeyValuePage[] First, int Promised) Look(int most)
    {
        lock (held)
            return ([.. held.Take(most)], promised);
    }

    /// <summary>Sees to it that there is room for so many tokens.</summary>
    public void Reserve(int tokens)
    {
        while (Capacity < tokens)
        {
            lock (held)
            {
                Add(pages.Take(promised > 0));
                promised = Math.Max(0, promised - 1);
            }
        }
    }

    /// <summary>Makes an empty sequence begin like another one, whose pages the caller holds.</summary>
    /// <param name="start">Pages of the other sequence: the full ones are shared from now on, one that is not is copied.</param>
    /// <param name="tokens">Tokens to begin with, whose keys and values are all in place.</param>
    public void Begin(ReadOnlySpan<KeyValuePage> start, int tokens)
    {
        var full = tokens / KeyValueBlock.Tokens;
        foreach (var page in start[..full])
        {
            pages.Share(page);
            Add(page);
        }

        if (tokens % KeyValueBlock.Tokens is > 0 and var more)
        {
            Reserve(tokens);
            pages.Layout.Copy(start[full].Address, held[full].Address, more);
        }

        Length = tokens;
    }

    /// <summary>Gives back what is set aside, and pages without tokens: the sequence does not grow any more.</summary>
    public void Settle()
    {
        pages.Promise(-promised);
        promised = 0;
        var used = (Length + KeyValueBlock.Tokens - 1) / KeyValueBlock.Tokens;
        for (var page = used; page < held.Count; page++)
            pages.GiveBack(held[page]);
        held.RemoveRange(used, held.Count - used);
        addresses.RemoveRange(used, addresses.Count - used);
    }

    public override void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Add(KeyValuePage page)
    {
        held.Add(page);
        addresses.Add(page.Address);
    }

    private void Free()
    {
        Length = 0;
        Settle();
    }
}
