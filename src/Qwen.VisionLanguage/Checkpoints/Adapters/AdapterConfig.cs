using System.Text.RegularExpressions;

namespace Qwen.VisionLanguage.Checkpoints.Adapters;

/// <summary>What <c>adapter_config.json</c> says of a LoRA adapter in the form of PEFT.</summary>
/// <param name="Path">The file.</param>
/// <param name="Base">Name or path of the model that it was trained for; null where that is not said.</param>
/// <param name="Rank">Rank of modules without a rank of their own.</param>
/// <param name="Alpha">Numerator of the scale of modules without one of their own.</param>
/// <param name="RankStabilised">Whether alpha is divided by the root of the rank (arXiv 2312.03732) instead of the rank.</param>
/// <param name="Ranks">Ranks of single modules: patterns of names, the first that fits counts.</param>
/// <param name="Alphas">Numerators of single modules, alike.</param>
/// <param name="Saved">Modules that are stored whole.</param>
/// <param name="TiesWeights">Whether a head that is the embedding table changes with it.</param>
internal sealed record AdapterConfig(
    string Path, string? Base, int Rank, double Alpha, bool RankStabilised,
    IReadOnlyList<KeyValuePair<string, double>> Ranks, IReadOnlyList<KeyValuePair<string, double>> Alphas, IReadOnlyList<string> Saved,
    bool TiesWeights)
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "adapter_config.json";

    private const int LargestRank = 1 << 14;
    private const int MostPatterns = 4096;
    private const double LargestAlpha = 1e6;

    // initialisations that leave the base model as it is; others subtract something from it that the files do not hold
    private static readonly string[] PlainStarts = ["gaussian", "eva", "orthogonal"];

    // what changes the layers themselves, by the keys that ask for it
    private static readonly (string Key, string What)[] Refused =
    [
        ("use_dora", "DoRA"), ("lora_bias", "biases inside of LoRA (lora_bias)"),
        ("layer_replication", "replicated layers (layer_replication)"),
        ("trainable_token_indices", "single trained tokens (trainable_token_indices)"),
        ("target_parameters", "adapted parameters (target_parameters)"),
        ("alora_invocation_tokens", "activated LoRA"), ("use_qalora", "QA-LoRA"), ("arrow_config", "Arrow"),
    ];

    /// <summary>Reads the file.</summary>
    /// <exception cref="QwenException">It cannot be read, or is no LoRA that can be merged; the message names what it is.</exception>
    public static AdapterConfig Read(string path)
    {
        using var document = JsonFile.Open(path);
        var root = new ConfigSection(path, "", document.RootElement);
        var type = root.FindText("peft_type") ?? throw root.Missing("peft_type");
        if (type != "LORA")
            throw Refuse(path, type.Length > 40 ? type[..40] + "…" : type);
        foreach (var (key, what) in Refused)
        {
            if (root.IsSet(key))
                throw Refuse(path, what);
        }

        if (root.FindTextOrFlag("init_lora_weights") is { } start && !PlainStarts.Contains(start))
            throw Refuse(path, $"the initialisation '{start}', which changes the base model");
        return new AdapterConfig(
            path, root.FindText("base_model_name_or_path"), root.FindInt("r", 1, LargestRank) ?? throw root.Missing("r"),
            root.FindNumber("lora_alpha", 0, LargestAlpha) ?? throw root.Missing("lora_alpha"), root.FindFlag("use_rslora") ?? false,
            root.FindNumberMap("rank_pattern", 1, LargestRank, MostPatterns),
            root.FindNumberMap("alpha_pattern", 0, LargestAlpha, MostPatterns),
            root.FindTexts("modules_to_save"), root.FindFlag("ensure_weight_tying") ?? false);
    }

    /// <summary>Rank of a module by its name in the adapter's files.</summary>
    public int RankOf(string module) => (int)(Find(Ranks, module) ?? Rank);

    /// <summary>What B · A is multiplied with.</summary>
    public double ScaleOf(string module)
    {
        double rank = RankOf(module), alpha = Find(Alphas, module) ?? Alpha;
        return alpha / (RankStabilised ? Math.Sqrt(rank) : rank);
    }

    private double? Find(IReadOnlyList<KeyValuePair<string, double>> patterns, string module)
    {
        foreach (var (pattern, value) in patterns)
        {
            try
            {
                if (Regex.IsMatch(module, $@"^(?:.*\.)?(?:{pattern})$", RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(200)))
                    return value;
            }
            catch (Exception error) when (error is ArgumentException or RegexMatchTimeoutException)
            {
                throw new QwenException(
                    $"{Path}: the pattern '{(pattern.Length > 60 ? pattern[..60] + "…" : pattern)}' cannot be used: {error.Message}",
                    error);
            }
        }

        return null;
    }

    private static QwenException Refuse(string path, string what)
        => new(
            $"{path} describes an adapter with {what}, which is not merged. Read are LoRA adapters of PEFT; "
            + "merge this one with the tool that made it, and give the merged folder.");
}
