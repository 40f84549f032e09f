using Qwen.VisionLanguage.Checkpoints.Forms;

namespace Qwen.VisionLanguage.Checkpoints.Adapters;

/// <summary>Sorts the tensors of an adapter by what their names say: factors of matrices, or tensors that are replaced.</summary>
internal sealed class AdapterNames(AdapterConfig config)
{
    private const string Prefix = "base_model.model.";
    private const string Mark = ".lora_";
    private const string Saved = ".modules_to_save.";

    private readonly Dictionary<string, StoredPart> downs = [], ups = [];
    private readonly Dictionary<string, bool> tables = [];
    private readonly SortedSet<string> adapters = new(StringComparer.Ordinal);

    // what other kinds of adapters call their parts
    private static readonly string[] OtherMarks =
        [".hada_w", ".lokr_w", ".oft_", ".boft_", ".ia3_l", ".vera_lambda", ".hra_", ".fourierft_", "prompt_encoder.", "prompt_embeddings"];

    /// <summary>Whether a name of a weight file is that of an adapter's factor.</summary>
    public static bool IsFactor(string name) => name.Contains(Mark, StringComparison.Ordinal);

    /// <summary>Whether a name of a weight file belongs to an adapter: a factor, or a tensor that it replaces.</summary>
    public static bool IsOfAdapter(string name) => IsFactor(name) || name.Contains(Saved, StringComparison.Ordinal);

    /// <summary>Whether a name of a weight file is part of an adapter that is no LoRA.</summary>
    public static bool IsOfOtherAdapter(string name) => OtherMarks.Any(mark => name.Contains(mark, StringComparison.Ordinal));

    /// <summary>The name in the base model of a tensor that was saved with the wrapping of an adapter.</summary>
    public static string Unwrapped(string name)
    {
        if (name.StartsWith(Prefix, StringComparison.Ordinal))
            name = name[Prefix.Length..];
        return name.Replace(".base_layer.", ".", StringComparison.Ordinal);
    }

    /// <summary>Pairs and replacements by the canonical names of tensors.</summary>
    /// <exception cref="QwenException">A tensor is of a kind that is not merged, or its counterpart is missing.</exception>
    public (IReadOnlyDictionary<string, LoraPair> Pairs, IReadOnlyDictionary<string, StoredPart> Replacements) Sort(
        IEnumerable<KeyValuePair<string, StoredPart>> stored)
    {
        var replacements = new Dictionary<string, StoredPart>(StringComparer.Ordinal);
        foreach (var (name, part) in stored)
        {
            var unwrapped = Unwrapped(name);
            if (IsFactor(unwrapped))
                TakeFactor(unwrapped, part);
            else if (!unwrapped.Contains(".original_module.", StringComparison.Ordinal) && !replacements.TryAdd(Replaced(unwrapped), part))
                throw Damaged($"two tensors replace {Replaced(unwrapped)}");
        }

        if (adapters.Count > 1)
            throw Damaged($"it holds {adapters.Count} adapters ({CheckpointFiles.Few([.. adapters])}) instead of one");
        var pairs = new Dictionary<string, LoraPair>(StringComparer.Ordinal);
        foreach (var module in downs.Keys.Union(ups.Keys))
        {
            if (!downs.TryGetValue(module, out var down) || !ups.TryGetValue(module, out var up))
                throw Damaged($"one of the two factors of {module} is missing");
            if (down.Shape.Count < 2 || down.Shape[0] != config.RankOf(module))
                throw Damaged(
                    $"lora_A of {module} is {down.Description}, but {AdapterConfig.FileName} gives it the rank {config.RankOf(module)}");
            if (!pairs.TryAdd(
                TensorNames.CanonicalName(module + ".weight"), new LoraPair(down, up, config.ScaleOf(module), tables[module])))
                throw Damaged($"{module} is adapted twice");
        }

        return pairs.Count + replacements.Count > 0 ? (pairs, replacements) : throw Damaged("it holds no tensors");
    }

    // "module.lora_A.weight", "module.lora_A.default.weight", "module.lora_embedding_A", "module.lora_embedding_A.default"
    private void TakeFactor(string name, StoredPart part)
    {
        var at = name.LastIndexOf(Mark, StringComparison.Ordinal);
        var module = name[..at];
        var words = name[(at + 1)..].Split('.');
        var isTable = words[0] is "lora_embedding_A" or "lora_embedding_B";
        if (words[0] == "lora_magnitude_vector")
            throw new QwenException(
                $"{config.Path} belongs to an adapter with DoRA, which is not merged. Merge it with the tool that made it, "
                + "and give the merged folder.");
        if (words[0] is not ("lora_A" or "lora_B") && !isTable || words[^1] == "bias" || words.Length > 3)
            throw new QwenException(
                $"{part.File.Path}: '{name}' is not part of a LoRA adapter that is merged here. Merge it with the tool that made it, "
                + "and give the merged folder.");
        if (words.Length == 3 || (isTable && words.Length == 2 && words[1] != "weight"))
            adapters.Add(words[1]);

        tables[module] = isTable;
        if (!(words[0].EndsWith('A') ? downs : ups).TryAdd(module, part))
            throw Damaged($"{name} is there twice");
    }

    // "lm_head.modules_to_save.default.weight" and "lm_head.modules_to_save.weight" are "lm_head.weight"
    private static string Replaced(string name)
    {
        var at = name.IndexOf(Saved, StringComparison.Ordinal);
        return TensorNames.CanonicalName(at < 0 ? name : $"{name[..at]}.{name[(name.LastIndexOf('.') + 1)..]}");
    }

    private QwenException Damaged(string what)
        => new($"The adapter in {Path.GetDirectoryName(config.Path)} cannot be right: {what}. Fetch it again.");
}
