using System.Globalization;

namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>
/// Turns the names of tensors in files into the published ones: library versions, other frameworks, trainers and compilers put other
/// words before the same part, or leave the words of their wrappers in between.
/// </summary>
/// <remarks>What a tensor is shows in the first part of its name that only this model has: <c>layers.3</c>, <c>blocks.3</c>, …</remarks>
internal sealed class TensorNames
{
    // left by data parallelism, compilation, sharding, activation checkpoints, and adapters that wrap a layer
    private static readonly HashSet<string> Wrappers = new(StringComparer.Ordinal)
    {
        "module", "_orig_mod", "_fsdp_wrapped_module", "_checkpoint_wrapped_module", "_forward_module", "_fpw_module", "base_layer",
        "original_module",
    };

    // what the two halves are called, and what stands before both
    private static readonly HashSet<string> Outer = new(StringComparer.Ordinal)
    {
        "model", "base_model", "thinker", "vlm", "vl", "mllm", "policy", "actor", "student", "transformer", "backbone", "qwen",
        "qwen_vl", "qwen2_5_vl", "pretrained_model",
    };

    private static readonly HashSet<string> TextWords = new(StringComparer.Ordinal)
        { "language_model", "text_model", "llm", "llm_model", "decoder", "lm", "language" };

    private static readonly HashSet<string> VisionWords = new(StringComparer.Ordinal)
        { "visual", "vision_tower", "vision_model", "vision_encoder", "vision", "vit" };

    private readonly string? text;
    private readonly string? vision;
    private readonly string? head;

    /// <summary>Learns the names of a checkpoint.</summary>
    /// <param name="stored">All names in its files.</param>
    public TensorNames(IEnumerable<string> stored)
    {
        var names = stored.Select(Split).ToList();

        // words that nobody here has heard of count where there is no other candidate
        text = Unknown(Half.Text, "embed_tokens");
        vision = Unknown(Half.Vision, "patch_embed");
        head = text is null ? null : Unknown(Half.Head, "lm_head");

        string? Unknown(Half half, string anchor)
        {
            var prefixes = names.Where(name => name.Half == half && !IsKnown(name))
                .Where(name => name.Anchor == anchor && name.Rest.EndsWith(".weight", StringComparison.Ordinal))
                .Select(name => name.Prefix).Distinct().ToList();
            return prefixes.Count == 1 && !names.Any(name => name.Half == half && IsKnown(name)) ? prefixes[0] : null;
        }
    }

    private enum Half
    {
        None,
        Text,
        Vision,
        Head,
    }

    /// <summary>The published name for a name in a file; the name itself where it is no tensor of this model.</summary>
    public string Canonical(string stored)
    {
        var name = Split(stored);
        return IsKnown(name) || (name.Half != Half.None && name.Prefix == name.Half switch
        {
            Half.Text => text,
            Half.Vision => vision,
            _ => head,
        }) ? Published(name) : stored;
    }

    /// <summary>The same by the words that are known alone.</summary>
    public static string CanonicalName(string stored) => Split(stored) is var name && IsKnown(name) ? Published(name) : stored;

    private static string Published(Name name) => name.Half switch
    {
        Half.Text => "model." + name.Rest,
        Half.Vision => "visual." + name.Rest,
        _ => name.Rest,
    };

    private static bool IsKnown(Name name) => name.Half != Half.None
        && name.Prefix.Split('.', StringSplitOptions.RemoveEmptyEntries) is var words
        && words.All(word => Outer.Contains(word) || (name.Half == Half.Vision ? VisionWords : TextWords).Contains(word))
        && (name.Half != Half.Vision || words.Any(VisionWords.Contains));

    // the words before the part that tells, and what is left from there on
    private static Name Split(string stored)
    {
        var words = stored.Split('.').Where(word => !Wrappers.Contains(word)).ToArray();
        for (var i = 0; i < words.Length; i++)
        {
            var half = words[i] switch
            {
                "embed_tokens" => Half.Text,
                "lm_head" => Half.Head,
                "patch_embed" or "merger" => Half.Vision,
                "layers" or "blocks" when i + 1 < words.Length && int.TryParse(
                    words[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out _) => words[i] == "layers" ? Half.Text : Half.Vision,
                "norm" when i == words.Length - 2 => Half.Text,
                _ => Half.None,
            };
            if (half != Half.None)
                return new Name(half, words[i], string.Join('.', words[..i]), string.Join('.', words[i..]));
        }

        return new Name(Half.None, "", "", stored);
    }

    // a class: code for lists of it is there when the program starts, that for lists of a struct would be compiled then
    private sealed record Name(Half Half, string Anchor, string Prefix, string Rest);
}
