using System.Globalization;
using Qwen.VisionLanguage.Checkpoints.Forms;

namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>Takes the tensors that a configuration asks for out of what is stored, each in whatever form it lies there.</summary>
internal sealed class TensorSelection
{
    private const string PatchEmbedding = "visual.patch_embed.proj.weight";

    // what some versions store beside the weights and nobody needs
    private static readonly string[] Harmless = ["rotary_emb.inv_freq", "rotary_pos_emb.inv_freq", ".masked_bias", "position_ids"];

    private readonly string folder;
    private readonly ModelConfig config;
    private readonly Dictionary<string, StoredPart> stored;
    private readonly QuantizedMatrices? matrices;

    private TensorSelection(string folder, ModelConfig config, Quantization? quantization, Dictionary<string, StoredPart> stored)
    {
        (this.folder, this.config, this.stored) = (folder, config, stored);
        matrices = quantization is null ? null : new QuantizedMatrices(quantization, name => stored.GetValueOrDefault(name));
    }

    /// <summary>Selects; what is not asked for is left alone.</summary>
    /// <param name="folder">The checkpoint, for messages.</param>
    /// <param name="config">What is asked for.</param>
    /// <param name="quantization">How matrices are quantised; null where they are not.</param>
    /// <param name="stored">What the files hold, by published names.</param>
    /// <param name="notes">Receives a sentence where tensors are left over.</param>
    /// <exception cref="QwenException">Tensors are missing or do not fit; the message lists them and says what that means.</exception>
    public static Dictionary<string, CheckpointTensor> Select(
        string folder, ModelConfig config, Quantization? quantization, Dictionary<string, StoredPart> stored, List<string> notes)
        => new TensorSelection(folder, config, quantization, stored).Select(notes);

    private Dictionary<string, CheckpointTensor> Select(List<string> notes)
    {
        var tensors = new Dictionary<string, CheckpointTensor>(StringComparer.Ordinal);
        List<string> missing = [], misfits = [];
        foreach (var (name, shape) in CheckpointLayout.Tensors(config))
        {
            if (Quantized(name, shape) is { } form)
                tensors.Add(name, new CheckpointTensor(name, shape, form));
            else if (!stored.TryGetValue(name, out var found))
                missing.Add(name);
            else if (TensorTypes.FromName(found.Entry.DataType) is { } plain && name == PatchEmbedding
                && PatchForm.TryCreate(found, shape) is { } patches)
                tensors.Add(name, new CheckpointTensor(name, shape, patches));
            else if (!found.Entry.Shape.SequenceEqual(shape))
                misfits.Add($"{name} is [{string.Join(", ", found.Entry.Shape)}] instead of [{string.Join(", ", shape)}]");
            else if (TensorTypes.FromName(found.Entry.DataType) is not { } type)
                misfits.Add($"{name} is stored as {found.Entry.DataType} instead of BF16, F16 or F32");
            else
                tensors.Add(name, new CheckpointTensor(name, type, found));
        }

        AddSurplusLayer(misfits, "model.layers", config.Text.LayerCount, "input_layernorm.weight");
        AddSurplusLayer(misfits, "visual.blocks", config.Vision.BlockCount, "norm1.weight");
        if (missing.Count > 0 || misfits.Count > 0)
            throw Refusal(missing, misfits);
        AddLeftovers(tensors, notes);
        return tensors;
    }

    // plain numbers are taken as they are, whatever the configuration says
    private WeightForm? Quantized(string name, long[] shape)
    {
        if (matrices is null || stored.GetValueOrDefault(name) is { IsFloat: true })
            return null;
        try
        {
            return matrices.Find(name, shape);
        }
        catch (QwenException error)
        {
            throw new QwenException(
                $"{folder}: {error.Message.TrimEnd('.')}. The checkpoint is damaged, "
                + "or was written by a tool that this library does not know: fetch it again.",
                error);
        }
    }

    // a configuration with too few layers would otherwise load, and answer nonsense
    private void AddSurplusLayer(List<string> misfits, string prefix, int count, string member)
    {
        if (stored.ContainsKey($"{prefix}.{count}.{member}"))
            misfits.Add($"{prefix}.{count} is stored although config.json counts only {count}");
    }

    // quantisers leave parts that only their own kernels need
    private void AddLeftovers(Dictionary<string, CheckpointTensor> tensors, List<string> notes)
    {
        if (matrices is not null)
            return;
        var used = tensors.Values.SelectMany(tensor => tensor.Parts).ToHashSet();
        var unused = stored.Keys.Where(name => !used.Contains(stored[name]) && !IsHarmless(name)).Order(StringComparer.Ordinal).ToList();
        if (unused.Count > 0)
        {
            notes.Add(
                $"The weights in {folder} hold {unused.Count} tensors that are no part of a Qwen2.5-VL and are not used: "
                + $"{CheckpointFiles.Few([.. unused.Select(JsonFile.Cut)], 6)}.");
        }
    }

    private static bool IsHarmless(string name) => name == CheckpointLayout.Head
        || Harmless.Any(end => name.EndsWith(end, StringComparison.Ordinal));

    private QwenException Refusal(List<string> missing, List<string> misfits)
    {
        var problems = new List<string>();
        if (missing.Count > 0)
            problems.Add(
                string.Create(CultureInfo.InvariantCulture, $"{missing.Count} tensors are missing ({CheckpointFiles.Few(missing, 40)})"));
        if (misfits.Count > 0)
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"{misfits.Count} do not fit ({CheckpointFiles.Few(misfits, 40)})"));
        return new QwenException(
            $"The weights in {folder} do not match its config.json: {string.Join("; ", problems)}. {Meaning(missing, misfits)}");
    }

    // what the pattern of the faults says about their cause
    private string Meaning(List<string> missing, List<string> misfits)
    {
        var asked = CheckpointLayout.Tensors(config).Select(tensor => tensor.Name).ToList();
        if (missing.Count == asked.Count)
        {
            return "Stored are tensors of other names (" + CheckpointFiles.Few([.. stored.Keys.Take(4).Select(JsonFile.Cut)])
                + "): the weights are those of another model, or of a tool with names of its own. "
                + "Save them in Hugging Face form with that tool.";
        }

        if (misfits.Count > 0)
            return "Configuration and weights come from different checkpoints: take both from the same one.";
        foreach (var (prefix, what) in ((string, string)[])[("visual.", "vision encoder"), ("model.", "language model")])
        {
            if (asked.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).All(missing.Contains))
                return $"The {what} is missing as a whole: this library needs both halves of a Qwen2.5-VL in one folder.";
        }

        return missing is [CheckpointLayout.Head]
            ? "'tie_word_embeddings' is false, but no head is stored: say true if the head is the embedding table, "
                + "or take the weights that belong to this config.json."
            : "The weights are not all here, or belong to another config.json: "
                + "see whether a weight file is missing from the folder or from the index, and fetch what is.";
    }
}
