using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Qwen.Benchmarks;

/// <summary>Cuts the instances of the mask benchmark into tokens, and gives the bytes of each; read from a tokenizer.json.</summary>
internal sealed class MaskBenchTokenizer
{
    private readonly Dictionary<string, int> ids = [];
    private readonly Dictionary<(string, string), int> ranks = [];
    private readonly Dictionary<string, int[]> pieces = [];
    private readonly string[] symbols = new string[256];
    private readonly Regex split;

    public MaskBenchTokenizer(string tokenizerJson)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(tokenizerJson));
        var root = document.RootElement;
        var extra = 256;
        var bytes = new Dictionary<char, byte>();
        for (var value = 0; value < 256; value++)
        {
            var printable = value is >= 33 and <= 126 or >= 161 and <= 172 or >= 174;
            var symbol = (char)(printable ? value : extra++);
            symbols[value] = symbol.ToString();
            bytes[symbol] = (byte)value;
        }

        foreach (var entry in root.GetProperty("model").GetProperty("vocab").EnumerateObject())
            ids[entry.Name] = entry.Value.GetInt32();
        foreach (var merge in root.GetProperty("model").GetProperty("merges").EnumerateArray())
        {
            var pair = merge.ValueKind == JsonValueKind.String
                ? merge.GetString()!.Split(' ')
                : [.. merge.EnumerateArray().Select(p => p.GetString()!)];
            ranks[(pair[0], pair[1])] = ranks.Count;
        }

        var added = root.GetProperty("added_tokens").EnumerateArray()
            .Select(t => (Id: t.GetProperty("id").GetInt32(), Text: t.GetProperty("content").GetString()!)).ToArray();
        Bytes = new ReadOnlyMemory<byte>[Math.Max(ids.Values.Max(), added.Max(t => t.Id)) + 1];
        foreach (var (text, id) in ids)
            Bytes[id] = text.Select(c => bytes[c]).ToArray();
        EndToken = added.First(t => t.Text == "<|im_end|>").Id;
        var pattern = root.GetProperty("pre_tokenizer").GetProperty("pretokenizers").EnumerateArray()
            .Select(p => p.TryGetProperty("pattern", out var found) ? found.GetProperty("Regex").GetString() : null).First(p => p is not null)!;
        split = new Regex(pattern, RegexOptions.CultureInvariant);
    }

    /// <summary>The bytes of each token, by id; none for control tokens.</summary>
    public ReadOnlyMemory<byte>[] Bytes { get; }

    public int EndToken { get; }

    public int[] Encode(string text) => [.. split.Matches(text.Normalize(NormalizationForm.FormC)).SelectMany(m => EncodePiece(m.Value))];

    private int[] EncodePiece(string piece)
    {
        if (pieces.TryGetValue(piece, out var known))
            return known;
        var parts = Encoding.UTF8.GetBytes(piece).Select(b => symbols[b]).ToList();
        while (parts.Count > 1)
        {
            var best = Enumerable.Range(0, parts.Count - 1).MinBy(i => ranks.GetValueOrDefault((parts[i], parts[i + 1]), int.MaxValue));
            if (!ranks.ContainsKey((parts[best], parts[best + 1])))
                break;
            parts[best] += parts[best + 1];
            parts.RemoveAt(best + 1);
        }

        return pieces[piece] = [.. parts.Select(p => ids[p])];
    }
}
