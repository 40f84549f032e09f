using System.Buffers;
using System.Text;
using Microsoft.ML.Tokenizers;
using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Text;

/// <summary>
/// The byte-level BPE of Qwen2.5: NFC, the family's pattern, merges by rank. Ids of control tokens come from the checkpoint.
/// </summary>
/// <remarks>
/// Immutable and safe for concurrent use. Cost is linear in the text (times a logarithm for very long words). As a <see cref="Tokenizer"/>
/// it serves chunkers and counters: every text that is given through it is plain text, in which no control token can be forged.
/// </remarks>
public sealed partial class QwenTokenizer : Tokenizer
{
    // as many as a configuration may say
    private const int IdLimit = ConfigLimits.Vocabulary;

    private readonly BytePairTable table;
    private readonly ReadOnlyMemory<byte>[] bytes;
    private readonly bool[] special;
    private readonly AddedToken[] addedTokens;
    private readonly SearchValues<string> anyAddedToken;
    private readonly SearchValues<string> visibleAddedTokens;
    private readonly SearchValues<string> ownTokens;

    private QwenTokenizer(TokenizerData data)
    {
        table = new BytePairTable(data);
        if (data.Vocabulary.Count == 0)
            throw new QwenException($"'{data.Source}' holds no tokens. Fetch the checkpoint's tokenizer files again.");
        var ids = data.Vocabulary.Values.Concat(data.AddedTokens.Select(token => token.Id)).ToArray();
        if (ids.Min() < 0 || ids.Max() >= IdLimit)
            throw new QwenException(
                $"'{data.Source}' holds token ids outside 0…{IdLimit - 1}. Fetch the checkpoint's tokenizer files again.");
        VocabularySize = ids.Max() + 1;

        bytes = new ReadOnlyMemory<byte>[VocabularySize];
        special = new bool[VocabularySize];
        foreach (var (token, id) in data.Vocabulary)
        {
            bytes[id] = ByteSymbols.ToBytes(token)
                ?? throw new QwenException(
                    $"'{data.Source}' holds the token '{JsonFile.Cut(token)}', which is not made of byte symbols. "
                    + "Fetch the checkpoint's tokenizer files again.");
        }

        // longest first: of two that start at the same place the longer one counts
        addedTokens = [.. data.AddedTokens.Where(token => token.Content.Length > 0).OrderByDescending(token => token.Content.Length)];
        foreach (var token in addedTokens)
        {
            bytes[token.Id] = Encoding.UTF8.GetBytes(token.Content);
            special[token.Id] = token.Special;
        }

        anyAddedToken = SearchValues.Create([.. addedTokens.Select(token => token.Content)], StringComparison.Ordinal);
        visibleAddedTokens = SearchValues.Create(
            [.. addedTokens.Where(token => !token.Special).Select(token => token.Content)], StringComparison.Ordinal);
        OwnTokens = [.. addedTokens.Where(token => !AddedToken.Published.Contains(token.Content))];
        ownTokens = SearchValues.Create([.. OwnTokens.Select(token => token.Content)], StringComparison.Ordinal);
    }

    /// <summary>Added tokens that the published tokenizer does not have: those of a fine-tune.</summary>
    internal IReadOnlyList<AddedToken> OwnTokens { get; }

    /// <summary>Largest id + 1. The model's embedding may have more rows; they belong to no token.</summary>
    public int VocabularySize { get; }

    /// <summary>
    /// Reads <c>tokenizer.json</c>, or where there is none <c>vocab.json</c>, <c>merges.txt</c> and <c>tokenizer_config.json</c>.
    /// </summary>
    /// <param name="folder">A checkpoint's folder.</param>
    /// <exception cref="QwenException">A file is missing or broken, or belongs to another kind of tokenizer; the message names the
    /// file.</exception>
    public static QwenTokenizer Load(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return new QwenTokenizer(TokenizerReader.Read(folder));
    }

    /// <summary>The tokenizer of a checkpoint, with the tokens that its adapter brings.</summary>
    /// <exception cref="QwenException">As <see cref="Load(string)"/>; or the files of the two do not fit each other.</exception>
    internal static QwenTokenizer Load(Checkpoint checkpoint)
        => new(AdaptedTokenizer.Read(checkpoint.Folder, checkpoint.AdapterFolder));

    /// <summary>Ids of plain text: strings such as <c>&lt;|im_end|&gt;</c> in it stay text.</summary>
    /// <param name="text">Any text; lone surrogates count as U+FFFD.</param>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ids = new List<int>((text.Length / 3) + 4);
        Encode(text, new BytePairMerger(table), ids);
        return [.. ids];
    }

    /// <summary>
    /// Ids of text in which added tokens (<c>&lt;|im_end|&gt;</c>, <c>&lt;tool_call&gt;</c>, …) count as what they are. Never for text of a
    /// stranger.
    /// </summary>
    /// <param name="text">Any text; lone surrogates count as U+FFFD.</param>
    public int[] EncodeWithSpecialTokens(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Encode(text, anyAddedToken);
    }

    /// <summary>
    /// Ids of text that a model could have written: added tokens that stay visible in an answer (<c>&lt;tool_call&gt;</c>) count as
    /// tokens, control tokens stay text.
    /// </summary>
    internal int[] EncodeAnswer(string text) => Encode(text, visibleAddedTokens);

    /// <summary>Ids of text in which the tokens of a fine-tune count as what they are, and those of the published tokenizer stay
    /// text.</summary>
    internal int[] EncodeWithOwnTokens(string text) => Encode(text, ownTokens);

    /// <summary>The text of ids without control tokens; bytes that are no UTF-8 become U+FFFD, ids without token give nothing.</summary>
    /// <param name="ids">Token ids.</param>
    public override string Decode(IEnumerable<int> ids) => Decode(ids, skipSpecialTokens: true);

    /// <summary>The text of ids; bytes that are no UTF-8 become U+FFFD, ids without token give nothing.</summary>
    /// <param name="ids">Token ids.</param>
    /// <param name="skipSpecialTokens">Whether control tokens are left out.</param>
    public string Decode(IEnumerable<int> ids, bool skipSpecialTokens)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var buffer = new ArrayBufferWriter<byte>();
        foreach (var id in ids)
        {
            if ((uint)id < (uint)bytes.Length && !(skipSpecialTokens && special[id]))
                buffer.Write(bytes[id].Span);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>
    /// The UTF-8 bytes a token adds to an answer, possibly a part of a character; empty for control tokens and ids without token.
    /// </summary>
    /// <param name="id">Any id.</param>
    public ReadOnlyMemory<byte> GetBytes(int id) => (uint)id < (uint)bytes.Length && !special[id] ? bytes[id] : default;

    /// <summary>Whether the id is a control token, which is no part of what an answer says.</summary>
    /// <param name="id">Any id.</param>
    public bool IsSpecial(int id) => (uint)id < (uint)special.Length && special[id];

    /// <summary>
    /// The id of an added token such as <c>&lt;|im_end|&gt;</c> or <c>&lt;tool_call&gt;</c>; null when the checkpoint has none of that
    /// text.
    /// </summary>
    /// <param name="token">The token's text.</param>
    public int? GetSpecialId(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return Array.Find(addedTokens, added => added.Content == token)?.Id;
    }

    private int[] Encode(string text, SearchValues<string> tokens)
    {
        var ids = new List<int>((text.Length / 3) + 4);
        var merger = new BytePairMerger(table);
        var (start, from) = (0, 0); // of what is not encoded yet, and of what is not searched yet
        for (int found; (found = text.AsSpan(from).IndexOfAny(tokens)) >= 0;)
        {
            found += from;
            if (TokenAt(text, found, tokens) is not { } token)
            {
                from = found + 1;
                continue;
            }

            var before = text.AsSpan(start, found - start);
            Encode((token.EatsLeft ? before.TrimEnd() : before).ToString(), merger, ids);
            ids.Add(token.Id);
            start = found + token.Content.Length;
            while (token.EatsRight && start < text.Length && char.IsWhiteSpace(text[start]))
                start++;
            from = start;
        }

        Encode(text[start..], merger, ids);
        return [.. ids];
    }

    // the longest that starts there; null where those that do count only as words of their own
    private AddedToken? TokenAt(string text, int place, SearchValues<string> tokens)
    {
        foreach (var token in addedTokens)
        {
            if (tokens.Contains(token.Content) && text.AsSpan(place).StartsWith(token.Content, StringComparison.Ordinal)
                && !(token.IsWord && (IsWord(text, place - 1) || IsWord(text, place + token.Content.Length))))
                return token;
        }

        return null;
    }

    private static bool IsWord(string text, int place)
        => place >= 0 && place < text.Length && (char.IsLetterOrDigit(text[place]) || text[place] == '_');

    private static void Encode(string text, BytePairMerger merger, List<int> ids)
    {
        var normal = UnicodeNormalizer.Compose(text).AsSpan();
        var buffer = ArrayPool<byte>.Shared.Rent(256);
        try
        {
            while (!normal.IsEmpty)
            {
                var length = PieceScanner.NextLength(normal);
                var needed = Encoding.UTF8.GetMaxByteCount(length);
                if (buffer.Length < needed)
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = [];
                    buffer = ArrayPool<byte>.Shared.Rent(needed);
                }

                var written = Encoding.UTF8.GetBytes(normal[..length], buffer);
                merger.Append(buffer.AsSpan(0, written), ids);
                normal = normal[length..];
            }
        }
        finally
        {
            if (buffer.Length > 0)
                ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
