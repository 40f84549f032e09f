using System.Collections.Concurrent;
using System.Text;
using Qwen.Constraints;
using Qwen.VisionLanguage.Text;

namespace Qwen.Extensions.AI.Shapes;

/// <summary>
/// Finds a tag in an answer token by token, however the tag is cut: as one token of its own, where the checkpoint has one, or spelled.
/// Safe for concurrent use.
/// </summary>
/// <remarks>The tag's first character must not come again in it, so that a failed match starts anew there at most.</remarks>
internal sealed class TagScanner
{
    private readonly QwenTokenizer tokenizer;
    private readonly byte[] tag;
    private readonly byte[] next;
    private readonly ConcurrentDictionary<int, int[]> refused = [];

    /// <summary>Prepares a scanner.</summary>
    /// <param name="tokenizer">Gives the tokens' bytes.</param>
    /// <param name="tag">The tag.</param>
    /// <param name="next">What has to follow the tag, as far as it is the same always.</param>
    public TagScanner(QwenTokenizer tokenizer, string tag, string next)
    {
        this.tokenizer = tokenizer;
        this.tag = Encoding.UTF8.GetBytes(tag);
        this.next = Encoding.UTF8.GetBytes(next);
    }

    /// <summary>Goes on by one token.</summary>
    /// <param name="matched">How many of the tag's bytes the answer ends in; updated.</param>
    /// <param name="token">The token.</param>
    /// <param name="rest">What the token has behind the tag, where the tag was completed.</param>
    /// <returns>Whether the tag was completed.</returns>
    public bool Advance(ref int matched, int token, out ReadOnlyMemory<byte> rest)
    {
        var bytes = tokenizer.GetBytes(token);
        for (var i = 0; i < bytes.Length; i++)
        {
            var value = bytes.Span[i];
            matched = value == tag[matched] ? matched + 1 : value == tag[0] ? 1 : 0;
            if (matched < tag.Length)
                continue;
            matched = 0;
            rest = bytes[(i + 1)..];
            return true;
        }

        rest = default;
        return false;
    }

    /// <summary>Tokens that would complete the tag and go on as no tag does.</summary>
    /// <param name="matched">How many of the tag's bytes the answer ends in.</param>
    public int[] Refused(int matched) => refused.GetOrAdd(matched, from =>
    {
        var found = new List<int>();
        for (var token = 0; token < tokenizer.VocabularySize; token++)
        {
            var at = from;
            if (Advance(ref at, token, out var rest) && !next.AsSpan().StartsWith(rest.Span))
                found.Add(token);
        }

        return [.. found];
    });
}
