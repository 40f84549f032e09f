using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Qwen.Testing;

namespace Qwen.VisionLanguage.Tests.Field;

/// <summary>A checkpoint from the field: the demo model with other files, and tensors as the kind of the folder says.</summary>
internal sealed partial class FieldCheckpoint : IDisposable
{
    public const string Weights = "model.safetensors";
    public const string Index = "model.safetensors.index.json";
    public const string Head = "lm_head.weight";
    public const string Table = "model.embed_tokens.weight";
    public const string Patches = "visual.patch_embed.proj.weight";

    private static readonly string[] Kinds =
        ["bom-", "cfg-", "gen-", "head-", "lay-", "names-", "pre-", "tmpl-", "tok-", "tokens-", "vocab-"];

    private readonly TempFolder home = new();

    /// <summary>A copy of the demo model.</summary>
    public FieldCheckpoint(string inside = ".")
    {
        Path = System.IO.Path.GetFullPath(System.IO.Path.Combine(home.Path, inside));
        Directory.CreateDirectory(Path);
        foreach (var file in Directory.GetFiles(RepositoryFiles.DemoCheckpoint).Where(file => System.IO.Path.GetExtension(file) != ".md"))
            Write(System.IO.Path.GetFileName(file), System.IO.File.ReadAllBytes(file));
    }

    /// <summary>Where inputs from the field lie; null where there are none.</summary>
    public static string? Root { get; } = Directory.Exists(FieldInputs.Folder) ? FieldInputs.Folder : null;

    /// <summary>The folder of the checkpoint.</summary>
    public string Path { get; }

    /// <summary>The folder around it.</summary>
    public string Home => home.Path;

    /// <summary>Names of all folders of checkpoints.</summary>
    public static IEnumerable<string> All() => Root is null ? [] : Directory.GetDirectories(Root)
        .Select(path => System.IO.Path.GetFileName(path))
        .Where(name => Kinds.Any(kind => name.StartsWith(kind, StringComparison.Ordinal))).Order(StringComparer.Ordinal);

    /// <summary>What is right for a folder.</summary>
    public static string Expect(string name) => System.IO.File.ReadAllText(System.IO.Path.Combine(Root!, name, "EXPECT.txt")).Trim();

    /// <summary>Puts a folder of the field together.</summary>
    public static FieldCheckpoint Assemble(string name)
    {
        var checkpoint = new FieldCheckpoint(name == "lay-hub-cache" ? "models--Qwen--demo/snapshots/0123abc" : ".");
        checkpoint.Change(name);
        var source = System.IO.Path.Combine(Root!, name);
        var target = name == "lay-hub-cache" ? System.IO.Path.Combine(checkpoint.Home, "models--Qwen--demo") : checkpoint.Path;
        foreach (var file in Directory.GetFiles(source, "*", SearchOption.AllDirectories)
            .Where(file => System.IO.Path.GetFileName(file) != "EXPECT.txt"))
        {
            var place = System.IO.Path.Combine(target, System.IO.Path.GetRelativePath(source, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(place)!);
            System.IO.File.WriteAllBytes(place, Turned(System.IO.Path.GetFileName(file), System.IO.File.ReadAllBytes(file)));
        }

        return checkpoint;
    }

    // How a configuration is written was collected; how fast the demo model's heads turn belongs to its weights, which were trained on
    // since. Whatever stands around the two numbers, marks at the start included, stays.
    private static byte[] Turned(string name, byte[] content)
    {
        if (name != "config.json")
            return content;
        var own = JsonNode.Parse(System.IO.File.ReadAllText(System.IO.Path.Combine(RepositoryFiles.DemoCheckpoint, name)))!;
        var text = Base().Replace(Encoding.UTF8.GetString(content), "${1}" + own["rope_theta"]!.ToJsonString());
        return Encoding.UTF8.GetBytes(Section().Replace(text, "${1}" + own["rope_scaling"]!["mrope_section"]!.ToJsonString()));
    }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Write(string name, string text) => System.IO.File.WriteAllText(File(name), text);

    public void Write(string name, byte[] content) => System.IO.File.WriteAllBytes(File(name), content);

    public string ReadText(string name) => System.IO.File.ReadAllText(File(name));

    public void Delete(params string[] names)
    {
        foreach (var name in names)
            System.IO.File.Delete(File(name));
    }

    /// <summary>Changes a JSON file.</summary>
    public void Edit(string name, Action<JsonObject> edit)
    {
        var json = JsonNode.Parse(ReadText(name))!.AsObject();
        edit(json);
        Write(name, json.ToJsonString());
    }

    /// <summary>Changes the tensors.</summary>
    public void EditWeights(Action<StoredWeights> edit)
    {
        var weights = StoredWeights.Read(File(Weights));
        edit(weights);
        weights.Write(File(Weights));
    }

    /// <summary>Cuts the weights into two shards and writes no index.</summary>
    public void Split(Func<int, string>? nameOf = null)
    {
        var weights = StoredWeights.Read(File(Weights));
        Delete(Weights);
        for (var n = 1; n <= 2; n++)
        {
            var part = n;
            weights.Write(File(nameOf?.Invoke(n) ?? $"model-0000{n}-of-00002.safetensors"), name => ShardOf(name) == part);
        }
    }

    public void Dispose() => home.Dispose();

    [GeneratedRegex(@"(""rope_theta""\s*:\s*)20(?:\.0)?(?![\d.])")]
    private static partial Regex Base();

    [GeneratedRegex(@"(""mrope_section""\s*:\s*)\[\s*4\s*,\s*6\s*,\s*6\s*\]")]
    private static partial Regex Section();

    private static int ShardOf(string name) => name.StartsWith("visual.", StringComparison.Ordinal) ? 2 : 1;

    private void Change(string name)
    {
        if (name.StartsWith("vocab-75", StringComparison.Ordinal))
        {
            var rows = name.StartsWith("vocab-752", StringComparison.Ordinal) ? 752 : 751;
            EditWeights(weights => weights.Cut(Table, rows).Cut(Head, rows));
        }

        if (name.StartsWith("head-", StringComparison.Ordinal) && name.EndsWith("-none", StringComparison.Ordinal))
            EditWeights(weights => weights.Drop(Head));
        switch (name)
        {
            case "names-4.52":
                EditWeights(weights => weights.Rename(old => old.StartsWith("visual.", StringComparison.Ordinal) ? "model." + old
                    : old.Replace("model.", "model.language_model.", StringComparison.Ordinal)));
                break;
            case "names-language_model-model":
                EditWeights(weights => weights.Rename(
                    old => old.StartsWith("visual.", StringComparison.Ordinal) ? old : "language_model." + old));
                break;
            case "names-mlx" or "names-mlx-4bit":
                EditWeights(weights => weights.ChannelsLast(Patches).Rename(old => old.StartsWith("visual.", StringComparison.Ordinal)
                    ? "vision_tower." + old["visual.".Length..] : "language_model." + old));
                break;
            case "names-module":
                EditWeights(weights => weights.Rename(old => "module." + old));
                break;
            case "names-lora-beside":
                EditWeights(weights => weights.Add("model.layers.0.self_attn.q_proj.lora_A.weight", 1, 8, 192)
                    .Add("model.layers.0.self_attn.q_proj.lora_B.weight", 1, 192, 8));
                break;
            case "names-lora-unmerged":
                EditWeights(weights => weights
                    .Rename(old => "base_model.model." + old.Replace("q_proj.", "q_proj.base_layer.", StringComparison.Ordinal))
                    .Add("base_model.model.model.layers.0.self_attn.q_proj.lora_A.default.weight", 1, 8, 192)
                    .Add("base_model.model.model.layers.0.self_attn.q_proj.lora_B.default.weight", 1, 192, 8));
                break;
            case "lay-shards-no-index":
                Split();
                break;
            case "lay-index-and-stale-single":
                var stale = System.IO.File.ReadAllBytes(File(Weights));
                Split();
                Write(Weights, stale);
                EditWeights(weights => weights.Zero(Head));
                break;
            case "gen-missing":
                Delete("generation_config.json");
                break;
            case "tok-only-json" or "tok-only-json-pairs" or "bom-tokenizer":
                Delete("vocab.json", "merges.txt");
                break;
            case "tok-slow-added-tokens-json" or "bom-merges-only":
                Delete("tokenizer.json");
                break;
        }
    }
}
