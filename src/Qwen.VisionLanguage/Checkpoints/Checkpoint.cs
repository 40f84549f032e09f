using System.Globalization;
using Qwen.VisionLanguage.Checkpoints.Adapters;
using Qwen.VisionLanguage.Checkpoints.Forms;

namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>
/// A Hugging Face checkpoint folder of a Qwen2.5-VL, opened: configuration read, every tensor's name and shape checked, weights
/// memory-mapped and read only when asked for.
/// </summary>
/// <remarks>Safe for concurrent reading. Disposing ends the mapping: no tensor and no span of it may be used afterwards.</remarks>
public sealed class Checkpoint : IDisposable
{
    private readonly IReadOnlyList<SafetensorsFile> files;
    private readonly Dictionary<string, CheckpointTensor> tensors;
    private readonly Adapter? adapter;
    private readonly Lazy<string> baseFingerprint;
    private readonly Lazy<string?> adapterFingerprint;

    private Checkpoint(
        string folder, ModelConfig config, PreprocessorConfig preprocessor, GenerationDefaults generation,
        IReadOnlyList<SafetensorsFile> files, Dictionary<string, CheckpointTensor> tensors, Adapter? adapter)
    {
        Folder = folder;
        Config = config;
        Preprocessor = preprocessor;
        Generation = generation;
        this.files = files;
        this.tensors = adapter is null ? tensors : AdaptedTensors.Merge(folder, tensors, adapter);
        this.adapter = adapter;
        baseFingerprint = new(() => CheckpointFingerprint.Compute(Path.Combine(folder, CheckpointFiles.ConfigFile), files, tensors));
        adapterFingerprint = new(() => adapter?.ComputeFingerprint());
    }

    /// <summary>Full path of the folder.</summary>
    public string Folder { get; }

    /// <summary>Sizes, constants and special ids.</summary>
    public ModelConfig Config { get; }

    /// <summary>Picture limits and colour constants.</summary>
    public PreprocessorConfig Preprocessor { get; }

    /// <summary>What the checkpoint proposes for generation.</summary>
    public GenerationDefaults Generation { get; }

    /// <summary>
    /// A hexadecimal name for the content: configuration, headers, sizes and a sample of every tensor. Equal for a copy in another
    /// place; different after training went on, and with another adapter. Computed on first use, a fraction of a second.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The checkpoint is disposed.</exception>
    public string Fingerprint => AdapterFingerprint is { } added ? CheckpointFingerprint.Combine(BaseFingerprint, added) : BaseFingerprint;

    /// <summary>Folder of the adapter that is merged into the weights; null where there is none.</summary>
    public string? AdapterFolder => adapter is null ? null : Path.GetDirectoryName(adapter.Config.Path);

    /// <summary>The name of the content without the adapter.</summary>
    internal string BaseFingerprint => baseFingerprint.Value;

    /// <summary>The name of the adapter's content; null where there is none.</summary>
    internal string? AdapterFingerprint => adapterFingerprint.Value;

    /// <summary>Number of weights; a head that is the embedding table counts once.</summary>
    public long ParameterCount => CheckpointLayout.ParameterCount(Config);

    /// <summary>Opens a folder. Reads the configuration and the headers, not the weights.</summary>
    /// <param name="folder">A checkpoint; one with a LoRA adapter beside its weights, which is merged; or an adapter alone whose base is
    /// beside it or in <c>models</c>.</param>
    /// <exception cref="QwenException">
    /// The folder is no Qwen2.5-VL checkpoint, a file is damaged or missing, or tensors do not fit the configuration; the message lists
    /// them.
    /// </exception>
    public static Checkpoint Open(string folder) => Open(folder, null);

    /// <summary>Opens a folder and a LoRA adapter of PEFT, which is merged into the weights when they are read.</summary>
    /// <param name="folder">A checkpoint.</param>
    /// <param name="adapterFolder">Folder with <c>adapter_config.json</c> and <c>adapter_model.safetensors</c>; null for none but what lies
    /// in <paramref name="folder"/>.</param>
    /// <exception cref="QwenException">As <see cref="Open(string)"/>; or the adapter is damaged, of a kind that is not merged, or for
    /// another model.</exception>
    public static Checkpoint Open(string folder, string? adapterFolder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        (folder, adapterFolder) = AdapterFolders.Resolve(
            Path.GetFullPath(folder), adapterFolder is null ? null : Path.GetFullPath(adapterFolder));
        var (config, headStated, quantization) = ModelConfigReader.ReadFile(CheckpointFiles.FindConfig(folder));
        var preprocessor = PreprocessorConfigReader.Read(folder, config.Vision);
        var generation = GenerationDefaultsReader.Read(folder, config.Text.VocabularySize);

        var files = new List<SafetensorsFile>();
        Adapter? adapter = null;
        try
        {
            foreach (var path in CheckpointFiles.FindWeights(folder))
                files.Add(SafetensorsFile.Open(path));
            var (stored, factors) = CollectStored(files);
            adapter = factors.Count > 0 ? Adapter.FromWeights(folder, factors) : adapterFolder is null ? null : Adapter.Open(adapterFolder);
            if (factors.Count > 0 && adapterFolder is not null && adapterFolder != folder)
                throw new QwenException(
                    $"The weights in {folder} hold an adapter already; a second one ({adapterFolder}) is not merged. Remove one of them.");
            if (!headStated)
                config = config with { Text = config.Text with { TiedHead = !stored.ContainsKey(CheckpointLayout.Head) } };
            if (adapter is not null && config.Text.TiedHead)
                config = AdaptedTensors.Untie(config, adapter, stored);
            return new Checkpoint(
                folder, config, preprocessor, generation, files, SelectTensors(folder, config, quantization, stored), adapter);
        }
        catch
        {
            files.ForEach(file => file.Dispose());
            adapter?.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The tensor of a name in the published naming. With a tied head <c>lm_head.weight</c> is the embedding table.
    /// The object lives as long as this checkpoint.
    /// </summary>
    /// <exception cref="ArgumentException">The model has no tensor of that name.</exception>
    /// <exception cref="QwenException">The matrix is quantised and its scales cannot be right.</exception>
    public CheckpointTensor GetTensor(string canonicalName)
    {
        ArgumentNullException.ThrowIfNull(canonicalName);
        if (Config.Text.TiedHead && canonicalName == CheckpointLayout.Head)
            canonicalName = CheckpointLayout.Embedding;
        if (!tensors.TryGetValue(canonicalName, out var tensor))
            throw new ArgumentException($"The model has no tensor '{canonicalName}'.", nameof(canonicalName));
        tensor.Check();
        return tensor;
    }

    /// <summary>Gives the memory of weights read so far back to the system; they are read anew when they are wanted.</summary>
    internal void ReleasePages()
    {
        foreach (var file in files)
            file.ReleasePages();
        adapter?.ReleasePages();
    }

    /// <summary>Ends the memory mapping.</summary>
    public void Dispose()
    {
        foreach (var file in files)
            file.Dispose();
        adapter?.Dispose();
    }

    private static (Dictionary<string, StoredPart> Stored, List<KeyValuePair<string, StoredPart>> Factors) CollectStored(
        IEnumerable<SafetensorsFile> files)
    {
        var stored = new Dictionary<string, StoredPart>(StringComparer.Ordinal);
        var factors = new List<KeyValuePair<string, StoredPart>>();
        foreach (var file in files)
        {
            foreach (var (name, entry) in file.Entries)
            {
                var part = new StoredPart(file, entry);
                if (AdapterNames.IsFactor(name))
                {
                    factors.Add(KeyValuePair.Create(name, part));
                    continue;
                }

                var canonical = CheckpointLayout.CanonicalName(AdapterNames.Unwrapped(name));
                if (!stored.TryAdd(canonical, part))
                    throw new QwenException(
                        $"Tensor '{canonical}' is stored twice: in {stored[canonical].File.Path} and in {file.Path}. "
                        + "Fetch the checkpoint again.");
            }
        }

        return (stored, factors);
    }

    // takes what the configuration asks for and nothing else: tied heads and rotary tables that some versions store are left alone
    private static Dictionary<string, CheckpointTensor> SelectTensors(
        string folder, ModelConfig config, Quantization? quantization, Dictionary<string, StoredPart> stored)
    {
        var tensors = new Dictionary<string, CheckpointTensor>(StringComparer.Ordinal);
        List<string> missing = [], misfits = [];
        var matrices = quantization is null ? null : new QuantizedMatrices(quantization, name => stored.GetValueOrDefault(name));
        foreach (var (name, shape) in CheckpointLayout.Tensors(config))
        {
            if (Quantized(name, shape) is { } form)
                tensors.Add(name, new CheckpointTensor(name, shape, form));
            else if (!stored.TryGetValue(name, out var found))
                missing.Add(name);
            else if (!found.Entry.Shape.SequenceEqual(shape))
                misfits.Add($"{name} is [{string.Join(", ", found.Entry.Shape)}] instead of [{string.Join(", ", shape)}]");
            else if (TensorTypes.FromName(found.Entry.DataType) is not { } type)
                misfits.Add($"{name} is stored as {found.Entry.DataType} instead of BF16, F16 or F32");
            else
                tensors.Add(name, new CheckpointTensor(name, type, found));
        }

        AddSurplusLayer(misfits, stored.ContainsKey, "model.layers", config.Text.LayerCount, "input_layernorm.weight");
        AddSurplusLayer(misfits, stored.ContainsKey, "visual.blocks", config.Vision.BlockCount, "norm1.weight");
        if (missing.Count == 0 && misfits.Count == 0)
            return tensors;

        var problems = new List<string>();
        if (missing.Count > 0)
            problems.Add(
                string.Create(CultureInfo.InvariantCulture, $"{missing.Count} tensors are missing ({CheckpointFiles.Few(missing, 40)})"));
        if (misfits.Count > 0)
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"{misfits.Count} do not fit ({CheckpointFiles.Few(misfits, 40)})"));
        throw new QwenException($"The weights in {folder} do not match its config.json: {string.Join("; ", problems)}. "
            + "Configuration and weights come from different checkpoints, or the download is damaged: fetch it again.");

        // plain numbers are taken as they are, whatever the configuration says
        WeightForm? Quantized(string name, long[] shape)
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
    }

    // a configuration with too few layers would otherwise load, and answer nonsense
    private static void AddSurplusLayer(List<string> misfits, Func<string, bool> isStored, string prefix, int count, string member)
    {
        if (isStored($"{prefix}.{count}.{member}"))
            misfits.Add($"{prefix}.{count} is stored although config.json counts only {count}");
    }
}
