using System.Diagnostics.CodeAnalysis;

namespace Qwen.VisionLanguage.Text;

/// <summary>Which neighbouring tokens become one, and how early. Immutable; safe to share between threads.</summary>
internal sealed class BytePairTable
{
    private readonly int[] byteIds = new int[256];
    private readonly Dictionary<long, (int Rank, int Id)> merges;

    /// <summary>Looks up every merge's three tokens.</summary>
    /// <exception cref="QwenException">A byte or a token of a merge is not in the vocabulary.</exception>
    public BytePairTable(TokenizerData data)
    {
        for (var value = 0; value < 256; value++)
            byteIds[value] = Id(data, ByteSymbols.Symbol((byte)value).ToString());

        merges = new Dictionary<long, (int, int)>(data.Merges.Count);
        for (var rank = 0; rank < data.Merges.Count; rank++)
        {
            var (left, right) = data.Merges[rank];
            merges[Key(Id(data, left), Id(data, right))] = (rank, Id(data, left + right));
        }
    }

    /// <summary>The token of a single byte.</summary>
    public int ByteId(byte value) => byteIds[value];

    /// <summary>Whether the two tokens may become one: the rank (lowest first) and the token they become.</summary>
    public bool TryGetMerge(int left, int right, out (int Rank, int Id) merge) => merges.TryGetValue(Key(left, right), out merge);

    // long's hash is the exclusive or of its halves, which would put all pairs of two equal tokens into one bucket; multiplying by
    // an odd number keeps keys distinct and mixes the halves
    private static long Key(int left, int right) => unchecked((long)((((ulong)(uint)left << 32) | (uint)right) * 0x9E3779B97F4A7C15));

    private static int Id(TokenizerData data, string token)
        => data.Vocabulary.TryGetValue(token, out var id) ? id : ThrowMissing(data, token);

    [DoesNotReturn]
    private static int ThrowMissing(TokenizerData data, string token)
        => throw new QwenException(
            $"'{data.Source}' uses the token '{Checkpoints.JsonFile.Cut(token)}', which is not in its vocabulary. "
            + "Fetch the checkpoint's tokenizer files again.");
}
