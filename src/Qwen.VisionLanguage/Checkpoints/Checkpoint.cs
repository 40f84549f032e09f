using Qwen.VisionLanguage.Checkpoints.Adapters;

namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>
/// A Hugging Face checkpoint folder of a Qwen2.5-VL, opened: configuration read, every tensor's name and shape checked, weights
/// memory-mapped and read only when asked for.
/// </summary>
/// <remarks>Safe for concurrent reading. Disposing ends the mapping: no tensor and no span of it may be used afterwards.</remarks>
internal sealed class Checkpoint : IDisposable
{
    private readonly IReadOnlyList<SafetensorsFile> files;
    private readonly Dictionary<string, CheckpointTensor> tensors;
    private readonly Adapter? adapter;
    private readonly Lazy<string> baseFingerprint;
    private readonly Lazy<string?> adapterFingerprint;

    private Checkpoint(
        string folder, ModelConfig config, PreprocessorConfig preprocessor, GenerationDefaults generation,
        IReadOnlyList<SafetensorsFile> files, Dictionary<string, CheckpointTensor> tensors, Adapter? adapter, IReadOnlyList<string> notes)
    {
        Folder = folder;
        Config = config;
        Preprocessor = preprocessor;
        Generation = generation;
        Notes = notes;
        this.files = files;
        this.tensors = adapter is null ? tensors : AdaptedTensors.Merge(folder, tensors, adapter, config.Text.VocabularySize);
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

    /// <summary>What of the files is not followed, or contradicts the rest of them: sentences for a person; usually none.</summary>
    internal IReadOnlyList<string> Notes { get; }

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
            CheckpointPlace.Resolve(Path.GetFullPath(folder)), adapterFolder is null ? null : Path.GetFullPath(adapterFolder));
        var notes = new List<string>();
        var stated = ModelConfigReader.Read(CheckpointFiles.FindConfig(folder), token => AddedTokenFiles.FindId(folder, token));
        var preprocessor = PreprocessorConfigReader.Read(folder, stated.Config.Vision, notes);

        var files = new List<SafetensorsFile>();
        Adapter? adapter = null;
        try
        {
            var found = WeightFiles.Find(folder, notes);
            foreach (var path in found.Paths)
                files.Add(SafetensorsFile.Open(path));
            var (stored, factors) = StoredTensors.Collect(folder, files, found.Owners);
            adapter = factors.Count > 0 ? Adapter.FromWeights(folder, factors)
                : adapterFolder is null ? null
                : adapterFolder == folder ? Adapter.OpenBeside(folder, notes) : Adapter.Open(adapterFolder);
            if (factors.Count > 0 && adapterFolder is not null && adapterFolder != folder)
                throw new QwenException(
                    $"The weights in {folder} hold an adapter already; a second one ({adapterFolder}) is not merged. Remove one of them.");
            var config = HeadAndRows.Settle(stated, stored, notes);
            if (adapter is not null && config.Text.TiedHead)
                config = AdaptedTensors.Untie(config, adapter, stored);
            var tensors = TensorSelection.Select(folder, config, stated.Quantization, stored, notes);
            if (adapter is not null)
            {
                config = config with { Text = config.Text with { VocabularySize = EnlargedTables.Rows(config, adapter) } };
                StatedConfig.CheckIds(stated.File, config);
            }

            var generation = GenerationDefaultsReader.Read(folder, config.Text.VocabularySize, notes);
            return new Checkpoint(folder, config, preprocessor, generation, files, tensors, adapter, notes);
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
}
