using Qwen.VisionLanguage.Checkpoints.Forms;

namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>Settles by the stored tensors what configurations often say wrongly or twice: rows of the vocabulary, and the head.</summary>
internal static class HeadAndRows
{
    // rows that are compared of a head that is said to be the embedding table: every so many, and those at the end, where tokens are added
    private const int RowStep = 37;
    private const int LastRows = 1024;

    /// <summary>The configuration that the weights have.</summary>
    /// <param name="stated">What <c>config.json</c> says.</param>
    /// <param name="stored">What the files hold.</param>
    /// <param name="notes">Receives a sentence where the two differ.</param>
    /// <exception cref="QwenException">They cannot be brought together.</exception>
    public static ModelConfig Settle(StatedConfig stated, IReadOnlyDictionary<string, StoredPart> stored, List<string> notes)
    {
        var text = stated.Config.Text;
        if (stored.GetValueOrDefault(CheckpointLayout.Embedding) is { } table && IsTable(table, text))
            text = text with { VocabularySize = Rows(stated, table, stored, notes) };
        text = text with { TiedHead = IsTied(stated, text, stored, notes) };
        var config = stated.Config with { Text = text };
        StatedConfig.CheckIds(stated.File, config);
        return config;
    }

    private static bool IsTable(StoredPart part, TextConfig text) => part.IsFloat && part.Shape.Count == 2
        && part.Shape[1] == text.HiddenSize && part.Shape[0] is > 0 and <= ConfigLimits.Vocabulary;

    private static int Rows(
        StatedConfig stated, StoredPart table, IReadOnlyDictionary<string, StoredPart> stored, List<string> notes)
    {
        var (rows, said) = ((int)table.Shape[0], stated.Config.Text.VocabularySize);
        if (stored.GetValueOrDefault(CheckpointLayout.Head) is { } head && IsTable(head, stated.Config.Text) && head.Shape[0] != rows
            && (stated.TiedInText ?? stated.TiedAtRoot) != true)
        {
            throw new QwenException(
                $"The weights beside {stated.File} do not fit each other: the embedding table has {rows} rows, the head "
                + $"{head.Shape[0]}, and 'vocab_size' is {said}. The vocabulary was enlarged in one of them only: resize both with the "
                + "tool that made the checkpoint.");
        }

        if (said != rows && stated.VocabularyAtRoot != rows)
            notes.Add($"{stated.File}: 'vocab_size' is {said}, but the embedding table has {rows} rows; {rows} is taken.");
        return rows;
    }

    // library versions differ in which level they read and in what an absent key means, so what is stored decides
    private static bool IsTied(
        StatedConfig stated, TextConfig text, IReadOnlyDictionary<string, StoredPart> stored, List<string> notes)
    {
        var isSaid = stated.TiedAtRoot == true || stated.TiedInText == true;
        var isDenied = stated.TiedAtRoot == false || stated.TiedInText == false;
        if (!stored.Keys.Any(name => name.StartsWith("lm_head.", StringComparison.Ordinal)))
            return isSaid || !isDenied;
        if (!isSaid)
            return false;
        if (isDenied)
        {
            notes.Add(
                $"{stated.File} contradicts itself: 'tie_word_embeddings' is true in one place and false in another. "
                + "The stored lm_head.weight is used.");
            return false;
        }

        if (stored.GetValueOrDefault(CheckpointLayout.Head) is not { } head || !IsTable(head, text)
            || head.Shape[0] != text.VocabularySize
            || stored.GetValueOrDefault(CheckpointLayout.Embedding) is not { } table || !IsTable(table, text))
            return true;
        if (AreEqual(head, table, text))
            return true;
        notes.Add(
            $"{stated.File} says 'tie_word_embeddings' true, but the stored lm_head.weight differs from the embedding table. The stored "
            + "head is used; remove it from the weights if the table is meant, or say false.");
        return false;
    }

    private static bool AreEqual(StoredPart head, StoredPart table, TextConfig text)
    {
        float[] one = new float[text.HiddenSize], other = new float[text.HiddenSize];
        for (long row = 0; row < text.VocabularySize; row += row < text.VocabularySize - LastRows ? RowStep : 1)
        {
            head.Floats(row * one.Length, one);
            table.Floats(row * one.Length, other);
            if (!one.AsSpan().SequenceEqual(other))
                return false;
        }

        return true;
    }
}
