using System.Collections.Concurrent;
using Qwen.Constraints.Automata;
using Qwen.Constraints.Tokens;

namespace Qwen.Constraints;

/// <summary>
/// The tokens that a constraint chooses from, by their bytes. Made once per tokenizer (some tenths of a second) and shared by every
/// <see cref="Grammar"/>; thread-safe.
/// </summary>
/// <remarks>
/// Holds what depends on the vocabulary alone: a prefix tree over the bytes of all tokens, one over the tokens that hold a quote (only
/// those can end a JSON string), and the token sets of white space and of strings that anything may stand in. Nothing of a grammar is kept
/// here, and none waits for another.
/// </remarks>
public sealed class TokenVocabulary
{
    /// <summary>Creates the vocabulary.</summary>
    /// <param name="tokenBytes">The bytes that each id stands for, by id; empty for an id that is never to be written under a
    /// constraint.</param>
    /// <param name="endTokenIds">Ids that end an answer: allowed exactly where the constraint is fulfilled.</param>
    /// <param name="specialTokenIds">Control tokens: never allowed, whatever their bytes.</param>
    public TokenVocabulary(
        IReadOnlyList<ReadOnlyMemory<byte>> tokenBytes,
        IReadOnlyCollection<int> endTokenIds,
        IReadOnlyCollection<int>? specialTokenIds = null)
    {
        ArgumentNullException.ThrowIfNull(tokenBytes);
        ArgumentNullException.ThrowIfNull(endTokenIds);
        foreach (var id in endTokenIds)
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)id, (uint)tokenBytes.Count, nameof(endTokenIds));
        Size = tokenBytes.Count;
        EndTokens = [.. endTokenIds];
        var excluded = new HashSet<int>(specialTokenIds ?? []);
        excluded.UnionWith(EndTokens);
        TokenBytes = new ReadOnlyMemory<byte>[Size];
        List<(ReadOnlyMemory<byte> Bytes, int Id)> usable = [], quoted = [], rests = [];
        for (var id = 0; id < Size; id++)
        {
            var bytes = excluded.Contains(id) ? default : tokenBytes[id];
            TokenBytes[id] = bytes;
            if (bytes.IsEmpty)
                continue;
            usable.Add((bytes, id));
            MaxLength = Math.Max(MaxLength, bytes.Length);
            if (bytes.Span.Contains((byte)'"'))
                quoted.Add((bytes, id));
        }

        foreach (var (bytes, _) in quoted)
        {
            foreach (var rest in RestsOf(bytes))
                rests.Add((rest, 0));
        }

        Tree = new TokenTree(usable);
        Quoted = new TokenTree(quoted);
        Rests = new TokenTree(rests);
        Hits = FindHits();
        QuotedNodes = FindQuotedNodes();
    }

    /// <summary>Number of token ids, usable or not.</summary>
    public int Size { get; }

    internal int[] EndTokens { get; }

    internal ReadOnlyMemory<byte>[] TokenBytes { get; }

    /// <summary>Words of a mask. // vocabulary / 32</summary>
    internal int MaskWords => (Size + 31) / 32;

    internal TokenTree Tree { get; }

    internal TokenTree Quoted { get; }

    /// <summary>What stands behind a quote in any token, as a tree.</summary>
    internal TokenTree Rests { get; }

    /// <summary>For each node of <see cref="Quoted"/> that a quote leads to: the tokens from there on.</summary>
    internal QuoteHit[]?[] Hits { get; }

    /// <summary>For each node of <see cref="Tree"/> that of <see cref="Quoted"/> behind the same bytes, -1 for none.</summary>
    internal int[] QuotedNodes { get; }

    /// <summary>Bytes of the longest token.</summary>
    internal int MaxLength { get; }

    /// <summary>Token sets of white space, by place.</summary>
    internal ConcurrentDictionary<Machine.Blank, Machine.BlankTokens> Blanks { get; } = [];

    /// <summary>Token sets of strings that anything may stand in, which nearly every grammar has.</summary>
    internal CommonTokens Common { get; } = new();

    private static IEnumerable<ReadOnlyMemory<byte>> RestsOf(ReadOnlyMemory<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes.Span[i] == '"')
                yield return bytes[(i + 1)..];
        }
    }

    private int[] FindQuotedNodes()
    {
        var nodes = new int[Tree.Count];
        Array.Fill(nodes, -1);
        var open = new Stack<(int Node, int Quoted)>([(0, 0)]);
        while (open.TryPop(out var at))
        {
            nodes[at.Node] = at.Quoted;
            for (var i = 0; i < Quoted.ChildCount[at.Quoted]; i++)
            {
                var child = Quoted.FirstChild[at.Quoted] + i;
                open.Push((Tree.Child(at.Node, Quoted.Bytes[child]), child));
            }
        }

        return nodes;
    }

    private QuoteHit[]?[] FindHits()
    {
        var hits = new QuoteHit[]?[Quoted.Count];
        var ids = new List<int>();
        for (var node = 1; node < Quoted.Count; node++)
        {
            if (Quoted.Bytes[node] != '"')
                continue;
            var found = new List<QuoteHit>();
            var open = new Stack<(int Node, int Behind)>([(node, 0)]);
            while (open.TryPop(out var at))
            {
                ids.Clear();
                Quoted.AddTokens(at.Node, ids);
                found.AddRange(ids.Select(id => new QuoteHit(at.Behind, id)));
                for (var i = 0; i < Quoted.ChildCount[at.Node]; i++)
                {
                    var child = Quoted.FirstChild[at.Node] + i;
                    open.Push((child, Rests.Child(at.Behind, Quoted.Bytes[child])));
                }
            }

            hits[node] = [.. found];
        }

        return hits;
    }
}
