using System.IO.Hashing;
using System.Text;
using Qwen.VisionLanguage.Checkpoints.Forms;

namespace Qwen.VisionLanguage.Checkpoints.Adapters;

/// <summary>An opened LoRA adapter: what it adds to matrices, and the tensors that it replaces.</summary>
internal sealed class Adapter : IDisposable
{
    public const string WeightsFile = "adapter_model.safetensors";

    private readonly SafetensorsFile? file;
    private readonly SortedDictionary<string, StoredPart> stored;

    private Adapter(AdapterConfig config, SafetensorsFile? file, IEnumerable<KeyValuePair<string, StoredPart>> stored)
    {
        Config = config;
        this.file = file;
        this.stored = new(stored.ToDictionary(), StringComparer.Ordinal);
        (Pairs, Replacements) = new AdapterNames(config).Sort(this.stored);
    }

    public AdapterConfig Config { get; }

    /// <summary>What is added, by the canonical names of tensors.</summary>
    public IReadOnlyDictionary<string, LoraPair> Pairs { get; }

    /// <summary>What is replaced, by the canonical names of tensors.</summary>
    public IReadOnlyDictionary<string, StoredPart> Replacements { get; }

    /// <summary>Opens an adapter's folder.</summary>
    /// <exception cref="QwenException">It is none, is damaged, or is of a kind that is not merged.</exception>
    public static Adapter Open(string folder)
    {
        var config = AdapterConfig.Read(Path.Combine(folder, AdapterConfig.FileName));
        var path = Path.Combine(folder, WeightsFile);
        if (!File.Exists(path))
        {
            throw new QwenException(File.Exists(Path.Combine(folder, "adapter_model.bin"))
                ? $"{folder} holds its adapter as a pickled PyTorch file only. Save it again with safe_serialization."
                : $"{folder} has {AdapterConfig.FileName} but not {WeightsFile}. Fetch the adapter again, "
                    + "or remove that file where the weights are merged already.");
        }

        var file = SafetensorsFile.Open(path);
        try
        {
            return new Adapter(
                config, file, file.Entries.Select(entry => KeyValuePair.Create(entry.Key, new StoredPart(file, entry.Value))));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Opens the adapter that lies beside the weights of its base model.</summary>
    /// <param name="folder">The folder of both.</param>
    /// <param name="notes">Receives a sentence that says so, because nobody asked for it.</param>
    /// <exception cref="QwenException">As <see cref="Open"/>.</exception>
    public static Adapter OpenBeside(string folder, List<string> notes)
    {
        try
        {
            var adapter = Open(folder);
            notes.Add($"{folder} has an adapter ({WeightsFile}) beside its weights; it is merged into them.");
            return adapter;
        }
        catch (QwenException error)
        {
            throw new QwenException(
                $"{folder} has an adapter ({WeightsFile}) beside its weights, which would be merged into them and cannot be: "
                + $"{error.Message} If the weights are meant alone, move {AdapterConfig.FileName} away.",
                error);
        }
    }

    /// <summary>An adapter whose tensors lie among those of its base model.</summary>
    public static Adapter FromWeights(string folder, IEnumerable<KeyValuePair<string, StoredPart>> stored)
    {
        var path = Path.Combine(folder, AdapterConfig.FileName);
        if (!File.Exists(path))
        {
            throw new QwenException(
                $"The weights in {folder} hold an adapter (LoRA) that is not merged, and there is no "
                + $"{AdapterConfig.FileName} that says how. "
                    + "Merge it with the tool that made it, or add that file.");
        }

        if (File.Exists(Path.Combine(folder, WeightsFile)))
            throw new QwenException($"{folder} holds two adapters: {WeightsFile}, and one among the weights. Remove one of them.");
        return new Adapter(AdapterConfig.Read(path), null, stored);
    }

    /// <summary>A hexadecimal name for the content, as <see cref="CheckpointFingerprint"/> makes it.</summary>
    public string ComputeFingerprint()
    {
        var hash = new XxHash128();
        hash.Append(JsonFile.ReadBytes(Config.Path));
        foreach (var (name, part) in stored)
        {
            hash.Append(Encoding.UTF8.GetBytes($"{name} {part.Description}\n"));
            CheckpointFingerprint.AppendSample(hash, part);
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    public void ReleasePages() => file?.ReleasePages();

    public void Dispose() => file?.Dispose();
}
