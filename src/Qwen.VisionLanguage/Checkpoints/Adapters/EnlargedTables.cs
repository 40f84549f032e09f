using Qwen.VisionLanguage.Checkpoints.Forms;

namespace Qwen.VisionLanguage.Checkpoints.Adapters;

/// <summary>Embedding table and head that an adapter stores whole, with rows for added tokens.</summary>
internal static class EnlargedTables
{
    private const int StripeFloats = 1 << 16;

    /// <summary>Whether a tensor has a row for each token.</summary>
    public static bool IsTable(string name) => name is CheckpointLayout.Embedding or CheckpointLayout.Head;

    /// <summary>Rows of the vocabulary with the adapter: those of the tables that it stores, or the base model's.</summary>
    /// <exception cref="QwenException">It has another number of rows in one of the two tables only.</exception>
    public static int Rows(ModelConfig config, Adapter adapter)
    {
        var text = config.Text;
        var (table, head) = (Stored(adapter, CheckpointLayout.Embedding, text), Stored(adapter, CheckpointLayout.Head, text));
        var rows = table ?? text.VocabularySize;
        var rowsOfHead = text.TiedHead ? rows : head ?? text.VocabularySize;
        if (rows == rowsOfHead)
            return rows;
        throw new QwenException(
            $"The adapter in {Path.GetDirectoryName(adapter.Config.Path)} changes the size of the vocabulary in one place only: with it "
            + $"the embedding table has {rows} rows, and the head {rowsOfHead}. Save it again with both (save_embedding_layers, or "
            + "modules_to_save with embed_tokens and lm_head), or merge it with the tool that made it, and give the merged folder.");
    }

    /// <summary>Whether an adapter stores table and head, and both are the same numbers: what saving a model does whose head is its
    /// table.</summary>
    public static bool AreOne(Adapter adapter)
    {
        if (adapter.Pairs.Keys.Any(IsTable) || !adapter.Replacements.TryGetValue(CheckpointLayout.Embedding, out var table)
            || !adapter.Replacements.TryGetValue(CheckpointLayout.Head, out var head)
            || table.Entry.DataType != head.Entry.DataType || !table.IsFloat || !table.Shape.SequenceEqual(head.Shape))
            return false;
        float[] one = new float[StripeFloats], other = new float[StripeFloats];
        for (var first = 0L; first < table.Count; first += StripeFloats)
        {
            var length = (int)Math.Min(StripeFloats, table.Count - first);
            table.Floats(first, one.AsSpan(0, length));
            head.Floats(first, other.AsSpan(0, length));
            if (!one.AsSpan(0, length).SequenceEqual(other.AsSpan(0, length)))
                return false;
        }

        return true;
    }

    // whatever does not look like a table of this model is told by the merge, with everything else that does not fit
    private static int? Stored(Adapter adapter, string name, TextConfig text)
        => adapter.Replacements.GetValueOrDefault(name) is { IsFloat: true, Shape: [> 0 and <= ConfigLimits.Vocabulary, var width] } part
            && width == text.HiddenSize ? (int)part.Shape[0] : null;
}
