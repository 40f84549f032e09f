namespace Qwen.VisionLanguage.Generation;

/// <summary>
/// Notices an answer that goes round in circles: its end is the same block of tokens over and over.
/// </summary>
/// <remarks>
/// Fires when the last <see cref="LeastTokens"/> tokens or more consist of one block of at most <see cref="LongestBlock"/> tokens,
/// repeated exactly and at least <see cref="LeastRepeats"/> times. Lists whose numbers change never fire, since one changed
/// token starts the count anew; neither do rulers, empty table rows or zeros of ordinary length. A loop that counts up is not noticed.
/// Costs <see cref="LongestBlock"/> comparisons a token and fixed memory. Serves one answer; not thread-safe.
/// </remarks>
internal sealed class RepetitionDetector
{
    /// <summary>Longest block that is looked for, in tokens.</summary>
    public const int LongestBlock = 256;

    /// <summary>
    /// Least length of all repetitions together, in tokens; what counts for short blocks (about 85 zeros with their commas).
    /// </summary>
    public const int LeastTokens = 256;

    /// <summary>Least number of times the block stands there; what counts for blocks from 22 tokens on (a box, a table row).</summary>
    public const int LeastRepeats = 12;

    private readonly int[] recent = new int[LongestBlock];
    private readonly int[] repeated = new int[LongestBlock + 1];
    private int count;

    /// <summary>Takes the next token.</summary>
    /// <returns>Whether the answer loops.</returns>
    public bool Accept(int tokenId)
    {
        var loops = false;
        var longest = Math.Min(count, LongestBlock);
        for (var block = 1; block <= longest; block++)
        {
            // repeated[block]: for how many tokens now each is equal to the one a block before it
            if (recent[(count - block) % LongestBlock] != tokenId)
            {
                repeated[block] = 0;
                continue;
            }

            var length = ++repeated[block] + block;
            loops |= length >= Math.Max(LeastTokens, LeastRepeats * block);
        }

        recent[count++ % LongestBlock] = tokenId;
        return loops;
    }
}
