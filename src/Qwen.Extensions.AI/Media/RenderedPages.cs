using System.Security.Cryptography;

namespace Qwen.Extensions.AI.Media;

/// <summary>
/// Pages of documents as they were rendered lately: a conversation brings its documents with every turn, and a program that renders them
/// takes far longer than all else. Safe for concurrent use.
/// </summary>
/// <param name="maxBytes">Most bytes of pages that are kept; a document with more is rendered every time.</param>
internal sealed class RenderedPages(long maxBytes)
{
    private readonly Lock gate = new();
    private readonly LinkedList<Document> recent = [];
    private long bytes;

    /// <summary>The pages of a file, rendered where they are not there. What fails is not kept.</summary>
    /// <param name="file">The file; it is known again by its content.</param>
    /// <param name="render">Renders its pages.</param>
    public async Task<IReadOnlyList<byte[]>> GetAsync(ReadOnlyMemory<byte> file, Func<Task<IReadOnlyList<byte[]>>> render)
    {
        var hash = Convert.ToHexString(SHA256.HashData(file.Span));
        if (Find(hash) is { } known)
            return known;
        var pages = await render().ConfigureAwait(false);
        Keep(new Document(hash, pages, pages.Sum(page => page.LongLength)));
        return pages;
    }

    private IReadOnlyList<byte[]>? Find(string hash)
    {
        lock (gate)
        {
            for (var node = recent.First; node is not null; node = node.Next)
            {
                if (node.Value.Hash != hash)
                    continue;
                recent.Remove(node);
                recent.AddFirst(node);
                return node.Value.Pages;
            }

            return null;
        }
    }

    private void Keep(Document document)
    {
        lock (gate)
        {
            // two requests may have rendered the same at the same time
            if (document.Bytes > maxBytes || recent.Any(kept => kept.Hash == document.Hash))
                return;
            recent.AddFirst(document);
            for (bytes += document.Bytes; bytes > maxBytes; recent.RemoveLast())
                bytes -= recent.Last!.Value.Bytes;
        }
    }

    private sealed record Document(string Hash, IReadOnlyList<byte[]> Pages, long Bytes);
}
