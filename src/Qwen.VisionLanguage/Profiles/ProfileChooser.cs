using System.Text.Json;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Models;

namespace Qwen.VisionLanguage.Profiles;

/// <summary>Chooses the profile of a checkpoint by what it is called and by what its configuration says it was made from.</summary>
internal static class ProfileChooser
{
    private const string Family = "qwen2_5_vl";
    private const string Answering = "Qwen2_5_VLForConditionalGeneration";

    private static readonly string[] Generators = ["ForConditionalGeneration", "ForCausalLM", "LMHead"];

    /// <summary>The profile of a folder.</summary>
    /// <param name="folder">The checkpoint, or an adapter alone.</param>
    /// <param name="adapter">Folder of an adapter that is merged; null for none.</param>
    /// <param name="wanted">A name or a file that is taken whatever the model is called; null to choose.</param>
    /// <exception cref="QwenException">The model writes no answers, or the wanted profile is not known.</exception>
    public static QwenProfile Choose(string folder, string? adapter, string? wanted)
    {
        var configs = new[] { Path.Combine(folder, CheckpointFiles.ConfigFile) }
            .Concat(new[] { folder, adapter }.OfType<string>().Select(place => Path.Combine(place, "adapter_config.json")))
            .Where(File.Exists).Select(Stated.Read).ToList();
        foreach (var config in configs)
        {
            foreach (var architecture in config.Architectures)
            {
                var known = ProfileFile.Embedded.Refused.FirstOrDefault(refused => refused.Architectures.Contains(architecture));

                // a generator of another family is told from its type, when its configuration is read
                if (known is null && config.ModelType is not (null or Family) && IsGenerator(architecture))
                    continue;
                if (known is not null || architecture != Answering)
                    throw Refusal(folder, known?.What ?? $"a model of architecture '{JsonFile.Cut(architecture)}'");
            }
        }

        if (configs.Any(config => config.GivesFeatures))
            throw Refusal(folder, "an embedder (its adapter's task is FEATURE_EXTRACTION)");
        if (wanted is not null)
            return QwenProfile.Find(wanted);

        string[] names =
        [
            .. new[] { adapter, folder }.OfType<string>()
                .SelectMany(place => new[] { ModelSourceFile.Read(place)?.Repository, CheckpointPlace.NameOf(place) }).OfType<string>(),
            .. configs.SelectMany(config => config.Names),
        ];
        if (ProfileFile.Embedded.Refused.FirstOrDefault(refused => names.Any(name => Matches(name, refused.Match) > 0)) is { } other)
        {
            throw Refusal(
                folder, other.What, " If it is another model that is only called like this, name a profile (qwen for none in particular).");
        }

        // the first name that says something; of several parts that fit the longest
        return names.Select(Best).FirstOrDefault(profile => profile is not null) ?? QwenProfile.Known[0];
    }

    private static QwenProfile? Best(string name)
    {
        var (best, most) = (default(QwenProfile), 0);
        foreach (var profile in QwenProfile.Known)
        {
            if (Matches(name, profile.Match) is var letters && letters > most)
                (best, most) = (profile, letters);
        }

        return best;
    }

    private static bool IsGenerator(string architecture) =>
        Generators.Any(part => architecture.Contains(part, StringComparison.Ordinal));

    /// <summary>Letters of the longest part that a name has; 0 for none.</summary>
    private static int Matches(string name, IReadOnlyList<string> parts)
    {
        var longest = 0;
        foreach (var part in parts)
        {
            if (name.Contains(part, StringComparison.OrdinalIgnoreCase))
                longest = Math.Max(longest, part.Length);
        }

        return longest;
    }

    private static QwenException Refusal(string folder, string what, string hint = "")
        => new($"{folder} holds {what}: it writes no answers, and this library has no use for it.{hint}");

    /// <summary>What a configuration says about where a model comes from.</summary>
    private sealed record Stated(
        string? ModelType, IReadOnlyList<string> Architectures, IReadOnlyList<string> Names, bool GivesFeatures)
    {
        private static readonly string[] NameKeys = ["_name_or_path", "base_model_name_or_path"];

        public static Stated Read(string path)
        {
            using var document = JsonFile.Open(path);
            var root = document.RootElement;
            return new Stated(
                Find("model_type"),
                root.TryGetProperty("architectures", out var list) && list.ValueKind == JsonValueKind.Array
                    ? [.. list.EnumerateArray().Select(Text).OfType<string>()]
                    : [],
                [.. NameKeys.Select(Find).OfType<string>().Select(LastPart)],
                Find("task_type") == "FEATURE_EXTRACTION");

            string? Find(string key) => root.TryGetProperty(key, out var value) ? Text(value) : null;
        }

        // raw text, because text with half a surrogate pair cannot be read as a string
        private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetRawText()[1..^1] : null;

        private static string LastPart(string name) => name.Split('/', '\\').LastOrDefault(part => part.Length > 0) ?? name;
    }
}
