using Qwen.VisionLanguage.Checkpoints.Forms;

namespace Qwen.VisionLanguage.Checkpoints.Adapters;

/// <summary>The tensors of a model with an adapter merged into them.</summary>
internal static class AdaptedTensors
{
    /// <summary>Every tensor of the base model, adapted or replaced where the adapter says so.</summary>
    /// <param name="folder">The base model, for messages.</param>
    /// <param name="tensors">Its tensors.</param>
    /// <param name="adapter">The adapter.</param>
    /// <param name="rows">Rows of the vocabulary, as <see cref="EnlargedTables.Rows"/> gives them.</param>
    /// <exception cref="QwenException">The adapter is for another model.</exception>
    public static Dictionary<string, CheckpointTensor> Merge(
        string folder, Dictionary<string, CheckpointTensor> tensors, Adapter adapter, int rows)
    {
        var merged = new Dictionary<string, CheckpointTensor>(tensors, StringComparer.Ordinal);
        var misfits = new List<string>();
        foreach (var (name, part) in adapter.Replacements)
        {
            if (name == CheckpointLayout.Head && tensors.ContainsKey(CheckpointLayout.Embedding) && !tensors.ContainsKey(name))
                continue; // the table in its other name
            if (!tensors.TryGetValue(name, out var matrix))
                misfits.Add($"the model has no {name}");
            else if (!(EnlargedTables.IsTable(name) ? [rows, .. matrix.Shape.Skip(1)] : matrix.Shape).SequenceEqual(part.Shape)
                || TensorTypes.FromName(part.Entry.DataType) is not { } type)
                misfits.Add($"{name} is {part.Description} instead of [{string.Join(", ", matrix.Shape)}]");
            else
                merged[name] = new CheckpointTensor(name, type, part);
        }

        foreach (var (name, pair) in adapter.Pairs)
        {
            if (!merged.TryGetValue(name, out var matrix) || matrix.Shape.Count < 2)
                misfits.Add($"the model has no matrix {name}");
            else if (!pair.Fits(matrix.Shape[0], matrix.ElementCount / matrix.Shape[0]))
                misfits.Add(
                    $"the factors of {name}, {pair.Down.Description} and {pair.Up.Description}, "
                    + $"do not make [{string.Join(", ", matrix.Shape)}]");
            else
                merged[name] = new CheckpointTensor(name, matrix.Shape, new AdaptedForm(matrix, pair));
        }

        return misfits.Count == 0 ? merged : throw new QwenException(
            $"The adapter in {Path.GetDirectoryName(adapter.Config.Path)} does not fit the model in {folder}: "
            + $"{CheckpointFiles.Few(misfits)}. It was trained for another model"
                + $"{(adapter.Config.Base is { Length: <= 100 } trained ? $" ('{trained}')" : "")}, or is damaged.");
    }

    /// <summary>Gives the head weights of its own where the adapter changes it but not the embedding table that it shares.</summary>
    /// <exception cref="QwenException">What the adapter means for the one shared by both cannot be told.</exception>
    public static ModelConfig Untie(ModelConfig config, Adapter adapter, Dictionary<string, StoredPart> stored)
    {
        const string Head = CheckpointLayout.Head, Embedding = CheckpointLayout.Embedding;
        if (EnlargedTables.AreOne(adapter))
            return config; // both are stored, as one and the same table
        if (adapter.Pairs.ContainsKey(Head) || adapter.Replacements.ContainsKey(Head))
        {
            if (stored.TryGetValue(Embedding, out var table))
                stored[Head] = table;
            return config with { Text = config.Text with { TiedHead = false } };
        }

        var isSaved = adapter.Config.Saved.Any(module => module.Split('.')[^1] == "embed_tokens");
        if (!adapter.Config.TiesWeights
            && (adapter.Pairs.ContainsKey(Embedding) || (isSaved && adapter.Replacements.ContainsKey(Embedding))))
        {
            throw new QwenException(
                $"The adapter in {Path.GetDirectoryName(adapter.Config.Path)} changes the embedding table of a model whose head is that "
                + "table, and does not say whether the head "
                    + "changes with it. Merge it with the tool that made it, and give the merged folder.");
        }

        return config;
    }
}
