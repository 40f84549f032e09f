using static TorchSharp.torch;

namespace Qwen.DemoModel.Data;

/// <summary>Fills the arrays of a text batch.</summary>
/// <param name="batch">Sequences.</param>
/// <param name="start">Tokens that all of them start with.</param>
/// <param name="length">Longest rest.</param>
/// <param name="perGroup">Query heads of a key/value group.</param>
internal sealed class TextArrays(int batch, int start, int length, int perGroup)
{
    private readonly long[] tokens = new long[start + batch * length];
    private readonly float[] positions = new float[(start + batch * length) * 3];
    private readonly float[] bias = new float[batch * length * (start + length)];
    private readonly List<long> unitRows = [];
    private readonly List<long> targetRows = [];
    private readonly List<long> targets = [];
    private readonly List<float> weights = [];
    private readonly List<long> lookupRows = [];
    private readonly List<float[]> lookupKeys = [];

    /// <summary>Adds the sequence with number <paramref name="b"/>.</summary>
    public void Add(int b, PackedSequence sequence)
    {
        for (var i = 0; i < sequence.Count; i++)
        {
            var row = i < start ? i : Row(b, i);
            tokens[row] = sequence.Ids[i];
            var (time, height, width) = sequence.Positions[i];
            (positions[3 * row], positions[3 * row + 1], positions[3 * row + 2]) = (time, height, width);
        }

        foreach (var i in sequence.PictureTokens)
            unitRows.Add(Row(b, i));
        FillBias(b, sequence);
        foreach (var (row, token, weight, places) in sequence.Targets)
        {
            targetRows.Add(Row(b, row));
            targets.Add(token);
            weights.Add(weight);
            if (places.Count > 0)
                AddLookup(Row(b, row) - start, places);
        }
    }

    /// <summary>What the decoder reads.</summary>
    public TextBatch ToBatch(long[] unitSlots)
    {
        using var once = tensor(bias, [batch, 1, length, start + length]);
        return new TextBatch
        {
            Tokens = tensor(tokens),
            Positions = tensor(positions, [tokens.Length, 3]),
            Bias = once.repeat(1, 1, perGroup, 1),
            UnitRows = tensor(unitRows.ToArray()),
            UnitSlots = tensor(unitSlots),
        };
    }

    /// <summary>What it should write.</summary>
    public AnswerLabels ToLabels() => new()
    {
        Rows = tensor(targetRows.ToArray()),
        Tokens = tensor(targets.ToArray()),
        Weights = tensor(weights.ToArray()),
        LookupRows = tensor(lookupRows.ToArray()),
        LookupKeys = tensor(lookupKeys.SelectMany(keys => keys).ToArray(), [lookupKeys.Count, start + length]),
    };

    private int Row(int b, int index) => start + b * length + index - start;

    private void AddLookup(long row, IReadOnlyList<int> seen)
    {
        var keys = new float[start + length];
        foreach (var key in seen)
            keys[key] = 1;
        lookupRows.Add(row);
        lookupKeys.Add(keys);
    }

    // a row sees the start, earlier rows that belong to all, and earlier rows of its own question; padding sees the start
    private void FillBias(int b, PackedSequence sequence)
    {
        for (var i = 0; i < length; i++)
        {
            var row = bias.AsSpan((b * length + i) * (start + length), start + length);
            row[start..].Fill(VisionPacker.Masked);
            var group = start + i < sequence.Count ? sequence.Groups[start + i] : -1;
            for (var j = 0; group >= 0 && j <= i; j++)
            {
                if (sequence.Groups[start + j] is var other && (other == 0 || other == group))
                    row[start + j] = 0;
            }
        }
    }
}
