using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Text;

namespace Qwen.Testing;

/// <summary>
/// Writes a complete Hugging Face folder with seeded random weights of any size, in every published form. Weights are made while
/// they are written, so that a checkpoint of many gigabytes needs a few megabytes of memory.
/// </summary>
public static class RandomCheckpoint
{
    private static readonly string[] TokenizerFiles =
        [
            "tokenizer.json", "vocab.json", "merges.txt", "tokenizer_config.json", "chat_template.json", "added_tokens.json",
            "special_tokens_map.json"
        ];

    /// <summary>Writes the folder; it is made where it is absent.</summary>
    internal static void Write(string folder, RandomCheckpointOptions options)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, content) in RandomCheckpointConfigs.All(options))
            File.WriteAllText(Path.Combine(folder, name), content.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
        foreach (var path in TokenizerFiles.Select(name => Path.Combine(options.TokenizerFolder ?? folder, name)))
        {
            if (options.TokenizerFolder is not null && File.Exists(path))
                // not a copy: the original may be read-only
                File.WriteAllBytes(Path.Combine(folder, Path.GetFileName(path)), File.ReadAllBytes(path));
        }

        WriteWeights(folder, options);
    }

    /// <summary>Writes a small checkpoint that speaks the tokens of another one, and knows nothing.</summary>
    /// <param name="folder">The folder; it is made where it is absent.</param>
    /// <param name="tokenizerFolder">The other checkpoint's folder.</param>
    public static void WriteSpeaking(string folder, string tokenizerFolder)
    {
        var tokenizer = QwenTokenizer.Load(tokenizerFolder);
        int Id(string token) => tokenizer.GetSpecialId(token)!.Value;
        var tiny = RandomCheckpointSizes.Tiny;
        const int Width = 64; // heads of 16: the processor's attention takes multiples of 8
        var config = tiny with
        {
            Text = tiny.Text with
            {
                HiddenSize = Width,
                HeadDim = Width / tiny.Text.HeadCount,
                MropeSection = [2, 3, 3],
                VocabularySize = tokenizer.VocabularySize,
                MaxPositions = 4096,
            },
            Vision = tiny.Vision with { OutputSize = Width },
            VisionStartTokenId = Id("<|vision_start|>"),
            VisionEndTokenId = Id("<|vision_end|>"),
            ImageTokenId = Id("<|image_pad|>"),
            VideoTokenId = Id("<|video_pad|>"),
        };
        Write(folder, new RandomCheckpointOptions
        {
            Config = config,
            TokenizerFolder = tokenizerFolder,
            EndTokenIds = [Id("<|im_end|>")],
        });
    }

    /// <summary>
    /// The numbers of a tensor before rounding to the stored format, from <paramref name="offset"/> on. Matrices have the spread that
    /// keeps activations in range through many layers; norms lie round 1, biases round 0.
    /// </summary>
    public static void Fill(int seed, string canonicalName, IReadOnlyList<long> shape, long offset, Span<float> values)
    {
        var key = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(canonicalName.AsSpan()), seed);
        var fanIn = shape.Skip(1).Aggregate(1L, (product, length) => product * length);
        var isNorm = shape.Count == 1 && canonicalName.EndsWith(".weight", StringComparison.Ordinal);
        var centre = isNorm ? 1f : 0f;
        var spread = shape.Count == 1 ? 0.1f : MathF.Sqrt(3f / fanIn); // variance 1 / fan-in
        var scale = spread / (1 << 23);
        for (var i = 0; i < values.Length; i++)
            values[i] = centre + scale * ((int)(Mix(key + (ulong)(offset + i)) >> 40) - (1 << 23));
    }

    // the finaliser of SplitMix64: any element can be computed alone
    private static ulong Mix(ulong counter)
    {
        var z = counter * 0x9E3779B97F4A7C15;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27) * 0x94D049BB133111EB;
        return z ^ z >> 31;
    }

    private static void WriteWeights(string folder, RandomCheckpointOptions options)
    {
        var tensors = CheckpointLayout.Tensors(options.Config)
            .Select(tensor => new SafetensorsTensor(
                options.NewNames ? NewName(tensor.Name) : tensor.Name,
                options.Type,
                tensor.Shape,
                (offset, values) => Fill(options.Seed, tensor.Name, tensor.Shape, offset, values)))
            .ToList();
        if (options.Shards == 1)
        {
            SafetensorsWriter.Write(Path.Combine(folder, "model.safetensors"), tensors);
            return;
        }

        var total = tensors.Sum(Elements);
        var map = new JsonObject();
        long before = 0;
        var shards = tensors.ToLookup(tensor => (int)((before += Elements(tensor)) * options.Shards / (total + 1)));
        foreach (var shard in shards)
        {
            var name = $"model-{shard.Key + 1:00000}-of-{options.Shards:00000}.safetensors";
            SafetensorsWriter.Write(Path.Combine(folder, name), [.. shard]);
            foreach (var tensor in shard)
                map[tensor.Name] = name;
        }

        var bytes = total * (options.Type == TensorType.Float32 ? 4 : 2);
        var index = new JsonObject { ["metadata"] = new JsonObject { ["total_size"] = bytes }, ["weight_map"] = map };
        File.WriteAllText(Path.Combine(folder, "model.safetensors.index.json"), index.ToJsonString());
    }

    private static long Elements(SafetensorsTensor tensor) => tensor.Shape.Aggregate(1L, (product, length) => product * length);

    private static string NewName(string name)
        => name.StartsWith("visual.", StringComparison.Ordinal) ? "model." + name
            : name.StartsWith("model.", StringComparison.Ordinal) ? "model.language_model." + name["model.".Length..]
            : name;
}
