using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;

namespace Qwen.VisionLanguage.Tests.Checkpoints;

/// <summary>Seeded ways to damage a checkpoint; after each of them the folder must be refused.</summary>
internal static class MalformedCheckpoints
{
    private const string Weights = "model.safetensors";
    private const string Index = "model.safetensors.index.json";
    private const string Config = "config.json";
    private const string LfsPointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 7\n";

    private static readonly string[] WholeNumbers =
    [
        "hidden_size", "num_hidden_layers", "num_attention_heads", "num_key_value_heads", "intermediate_size", "vocab_size",
        "max_position_embeddings", "head_dim", "vision_start_token_id", "vision_end_token_id", "image_token_id", "video_token_id",
        "vision_config.depth", "vision_config.hidden_size", "vision_config.num_heads", "vision_config.intermediate_size",
        "vision_config.out_hidden_size", "vision_config.in_chans", "vision_config.patch_size", "vision_config.temporal_patch_size",
        "vision_config.spatial_merge_size", "vision_config.window_size",
    ];

    private static readonly string[] Numbers = ["rms_norm_eps", "rope_theta", "vision_config.tokens_per_second"];

    /// <summary>Name, whether the folder has shards, and what to do to it.</summary>
    public static IEnumerable<(string Name, bool Sharded, Action<CheckpointFolder> Damage)> All()
        => [.. Cuts(), .. HeaderLengths(), .. Headers(), .. Entries(), .. ConfigValues(), .. ConfigTexts(), .. SideFiles(), .. Shards()];

    private static IEnumerable<(string, bool, Action<CheckpointFolder>)> Cuts()
    {
        var random = new Random(1);
        foreach (var share in Enumerable.Range(0, 60).Select(i => i < 12 ? i / 1e6 : random.NextDouble()))
            yield return (
                $"weights cut at {share:F6}", false, f => f.Write(Weights, f.Read(Weights)[..(int)(f.Read(Weights).Length * share)]));
        foreach (var count in (int[])[1, 2, 3, 100])
        {
            yield return ($"weights lack {count} bytes", false, f => f.Write(Weights, f.Read(Weights)[..^count]));
            yield return ($"weights have {count} more bytes", false, f => f.Write(Weights, [.. f.Read(Weights), .. new byte[count]]));
        }

        foreach (var share in Enumerable.Range(0, 25).Select(_ => random.NextDouble()))
            yield return ($"config cut at {share:F6}", false, f => f.Write(Config, f.Read(Config)[..(int)(f.Read(Config).Length * share)]));
    }

    private static IEnumerable<(string, bool, Action<CheckpointFolder>)> HeaderLengths()
    {
        foreach (var length in (ulong[])[
            0, 1, 2, 1 << 10, 1 << 24, (1 << 24) + 1, int.MaxValue, uint.MaxValue, long.MaxValue - 8, long.MaxValue, 1UL << 63,
            ulong.MaxValue
        ])
            yield return ($"header length {length}", false, f => Change(f, file => BinaryPrimitives.WriteUInt64LittleEndian(file, length)));
        foreach (var difference in (int[])[-1000, -1, 1, 2, 1000])
        {
            yield return ($"header length off by {difference}", false, f => Change(f, file =>
                BinaryPrimitives.WriteInt64LittleEndian(file, BinaryPrimitives.ReadInt64LittleEndian(file) + difference)));
        }

        static void Change(CheckpointFolder folder, Action<byte[]> change)
        {
            var file = folder.Read(Weights);
            change(file);
            folder.Write(Weights, file);
        }
    }

    private static IEnumerable<(string, bool, Action<CheckpointFolder>)> Headers()
    {
        foreach (var text in (string[])[
            "", "[]", "3", "null", "\"x\"", "{}", "{", "{\"a\":NaN}", "{\"\\ud800\":{}}", "{\"a\":3}", "{\"a\":null}", "not json"
        ])
            yield return ($"header {text}", false, f => f.EditHeaderText(Weights, _ => text));
        yield return ("header with a word in the middle", false, f => f.EditHeaderText(Weights, t => t.Insert(t.Length / 3, "n")));
        yield return ("header with a long word", false, f => f.EditHeaderText(Weights, _ => "{\"a\":n" + new string('x', 50_000) + "}"));
        yield return ("header deeply nested", false, f => f.EditHeaderText(Weights, _ => new string('[', 100_000)));
        yield return (
            "header with deep metadata",
            false,
            f => f.EditHeaderText(Weights, t => "{\"__metadata__\":" + new string('[', 5000) + "}" + t[1..]));
        yield return ("header followed by more", false, f => f.EditHeaderText(Weights, t => t + "{}"));
        yield return ("header not UTF-8", false, f => f.EditHeaderBytes(Weights, bytes => [.. bytes[..30], 0xFF, 0xFE, .. bytes[30..]]));
        yield return (
            "header in UTF-16", false, f => f.EditHeaderBytes(Weights, bytes => Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(bytes))));
        yield return ("all zero", false, f => f.Write(Weights, new byte[f.Read(Weights).Length]));
        yield return ("weights are an LFS pointer", false, f => f.Write(Weights, LfsPointer));
        yield return ("weights are a web page", false, f => f.Write(Weights, "<!DOCTYPE html><html>Not found</html>"));
        yield return ("weights are empty", false, f => f.Write(Weights, ""));
        yield return ("weights are a folder", false, f =>
        {
            f.Delete(Weights);
            Directory.CreateDirectory(f.File(Weights));
        });
    }

    private static IEnumerable<(string, bool, Action<CheckpointFolder>)> Entries()
    {
        (string Name, Action<JsonObject, JsonObject, Random> Change)[] changes =
        [
            ("offsets swapped", (_, e, _) => e["data_offsets"] = new JsonArray((long)e["data_offsets"]![1]!, (long)e["data_offsets"]![0]!)),
            ("offsets shifted", (_, e, r) => Shift(e, r.Next(1, 100))),
            ("offsets before the start", (_, e, _) => Shift(e, -1L << 40)),
            ("offsets behind the end", (_, e, _) => Shift(e, 1L << 40)),
            ("offsets huge", (_, e, _) => e["data_offsets"] = new JsonArray(long.MaxValue - 1, long.MaxValue)),
            ("offsets not whole", (_, e, _) => e["data_offsets"] = new JsonArray(0.5, 1.5)),
            ("one offset", (_, e, _) => e["data_offsets"] = new JsonArray(0)),
            ("range of another tensor", (h, e, r) => e["data_offsets"] = Other(h, e, r)["data_offsets"]!.DeepClone()),
            ("copy of another tensor", (h, e, r) =>
            {
                var other = Other(h, e, r);
                foreach (var key in (string[])["dtype", "shape", "data_offsets"])
                    e[key] = other[key]!.DeepClone();
            }),
            ("other format of other size", (_, e, _) => e["dtype"] = "F32"),
            ("other format of the same size", (_, e, r) => e["dtype"] = r.Next(2) == 0 ? "I16" : "U16"),
            ("unknown format", (_, e, r) => e["dtype"] = r.Next(2) == 0 ? "Q4" : ""),
            ("format not text", (_, e, _) => e["dtype"] = 16),
            ("shape with another axis", (_, e, _) => e["shape"]!.AsArray().Add(1)),
            ("shape overflows", (_, e, _) => e["shape"] = new JsonArray(1L << 40, 1L << 40, 1L << 40)),
            ("shape wraps to the right size", (_, e, _) => e["shape"] = new JsonArray(1L << 32, 1L << 31, 2)),
            ("shape negative", (_, e, _) => e["shape"] = new JsonArray([.. e["shape"]!.AsArray().Select(n => (JsonNode)(-(long)n!))])),
            ("shape beyond 64 bits", (_, e, _) => e["shape"] = new JsonArray(1e30)),
            ("no format", (_, e, _) => e.Remove("dtype")),
            ("no shape", (_, e, _) => e.Remove("shape")),
            ("no offsets", (_, e, _) => e.Remove("data_offsets")),
            ("removed", (h, e, _) => h.Remove(e.GetPropertyName())),
            ("renamed", (h, e, _) =>
            {
                var name = e.GetPropertyName();
                h.Remove(name);
                h["x" + name] = e;
            }),
        ];
        var random = new Random(2);
        foreach (var (name, change) in changes)
        {
            for (var i = 0; i < 5; i++)
            {
                var seed = random.Next();
                yield return ($"tensor {i}: {name}", false, f => f.EditHeader(Weights, header =>
                {
                    var r = new Random(seed);
                    change(header, Other(header, null, r), r);
                }));
            }
        }

        yield return (
            "name twice", false,
            f => f.EditHeaderText(
                Weights,
                t => "{" + t[(t.IndexOf("},", StringComparison.Ordinal) + 2)..^1].TrimEnd().TrimEnd('}') + "},"
                    + t[(t.IndexOf("},", StringComparison.Ordinal) + 2)..]));
        yield return ("both naming schemes", false, f => f.EditHeader(Weights, h => h["model.language_model.norm.weight"] =
            new JsonObject { ["dtype"] = "BF16", ["shape"] = new JsonArray(0), ["data_offsets"] = new JsonArray(0, 0) }));
        yield return ("surplus tensor whose size wraps to nothing", false, f => f.EditHeader(Weights, h => h["x"] =
            new JsonObject
            {
                ["dtype"] = "BF16",
                ["shape"] = new JsonArray(1L << 32, 1L << 31, 2),
                ["data_offsets"] = new JsonArray(0, 0)
            }));
        yield return ("gap at the start", false, f =>
        {
            f.EditHeader(Weights, h =>
            {
                foreach (var (_, entry) in h.Where(e => e.Key != "__metadata__"))
                    Shift(entry!.AsObject(), 8);
            });
            f.Write(Weights, [.. f.Read(Weights), .. new byte[8]]);
        });

        static void Shift(JsonObject entry, long by)
            => entry["data_offsets"] = new JsonArray((long)entry["data_offsets"]![0]! + by, (long)entry["data_offsets"]![1]! + by);

        static JsonObject Other(JsonObject header, JsonObject? not, Random random)
        {
            var all = header.Where(e => e.Key != "__metadata__" && e.Value != not).Select(e => e.Value!.AsObject()).ToList();
            return all[random.Next(all.Count)];
        }
    }

    private static IEnumerable<(string, bool, Action<CheckpointFolder>)> ConfigValues()
    {
        string[] always =
        [
            "-1", "-2147483648", "2147483648", "1e300", "1e400", "NaN", "Infinity", "\"12\"", "\"\"", "[]", "{}", "true", "12.5.1"
        ];
        foreach (var (key, value) in WholeNumbers.SelectMany(
            key => always.Append("1.5").Append("1000000000").Select(value => (key, value))))
            yield return ($"{key} = {value}", false, f => f.SetRaw(Config, key, value));
        foreach (var key in WholeNumbers.Where(key => !key.EndsWith("_id", StringComparison.Ordinal)))
            yield return ($"{key} = 0", false, f => f.SetRaw(Config, key, "0"));
        foreach (var (key, value) in Numbers.SelectMany(key => always.Except(["2147483648"]).Append("0").Select(value => (key, value))))
            yield return ($"{key} = {value}", false, f => f.SetRaw(Config, key, value));

        (string Key, string[] Values)[] special =
        [
            ("num_attention_heads", ["5", "7"]),
            ("num_key_value_heads", ["3", "8"]),
            ("head_dim", ["11", "13", "14"]),
            ("hidden_size", ["47", "50"]),
            ("rope_scaling.mrope_section", [
                "[]", "[6]", "[3,3]", "[2,2,3]", "[2,2,2,0]", "[-2,4,4]", "6", "[1e9,0,0]", "[2147483647,2147483647,8]", "\"x\"", "null"
            ]),
            ("rope_scaling.type", ["\"yarn\"", "\"linear\"", "3"]),
            ("rope_scaling", ["3", "[]", "null", "{}"]),
            ("hidden_act", ["\"gelu\"", "1"]),
            ("vision_config.hidden_act", ["\"relu\""]),
            ("use_sliding_window", ["1"]),
            ("tie_word_embeddings", ["\"true\"", "0", "false"]),
            ("vision_config", ["null", "[]", "3", "{}"]),
            ("vision_config.depth", ["1", "3", "null"]),
            ("vision_config.num_heads", ["3", "16", "32", "null"]),
            ("vision_config.in_chans", ["1", "4"]),
            ("vision_config.temporal_patch_size", ["1", "3"]),
            ("vision_config.out_hidden_size", ["32", "49"]),
            ("vision_config.patch_size", ["16", "7"]),
            ("vision_config.window_size", ["100", "14"]),
            ("vision_config.tokens_per_second", ["null"]),
            ("vision_config.fullatt_block_indexes", ["[2]", "[-1]", "[1,7]", "[0.5]", "\"1\"", "null", "{}", "[[1]]", "[1e30]"]),
            ("num_hidden_layers", ["1", "3", "null"]),
            ("quantization_config", ["{\"quant_method\":\"hqq\"}", "{}", "[]", "{\"quant_method\":\"awq\",\"group_size\":\"x\"}"]),
            ("text_config", ["[]", "\"x\""]),
            ("model_type", ["\"qwen2_vl\"", "\"qwen3_vl\"", "\"qwen2\"", "\"llama\"", "3", "null", "\"\\ud800\""]),
        ];
        foreach (var (key, value) in special.SelectMany(entry => entry.Values.Select(value => (entry.Key, value))))
            yield return ($"{key} = {value}", false, f => f.SetRaw(Config, key, value));
    }

    private static IEnumerable<(string, bool, Action<CheckpointFolder>)> ConfigTexts()
    {
        foreach (var text in (string[])["", " ", "[]", "3", "null", "{", "{}", "{]", "<html></html>", LfsPointer, "\0\0\0\0"])
            yield return ($"config {text}", false, f => f.Write(Config, text));
        yield return ("config not UTF-8", false, f => f.Write(Config, [.. f.Read(Config)[..^2], .. ",\"x\":\""u8, 0xC3, 0x28, .. "\"}"u8]));
        yield return ("config in UTF-16", false, f => f.Write(Config, Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(f.Read(Config)))));
        yield return ("layers look through a window", false, f => f.Edit(Config, json =>
        {
            json["use_sliding_window"] = true;
            json["sliding_window"] = 8;
            json["max_window_layers"] = 1;
        }));
        yield return ("config deeply nested", false, f => f.Write(Config, new string('[', 1_000_000)));
        yield return ("config is a folder", false, f =>
        {
            f.Delete(Config);
            Directory.CreateDirectory(f.File(Config));
        });
        yield return ("no config", false, f => f.Delete(Config));
        yield return ("config far too large", false, f => f.Write(Config, new byte[(16 << 20) + 1]));
    }

    private static IEnumerable<(string, bool, Action<CheckpointFolder>)> SideFiles()
    {
        (string File, string Key, string[] Values)[] values =
        [
            ("preprocessor_config.json", "min_pixels", ["-1", "0", "\"x\"", "1e300", "NaN", "99999999"]),
            ("preprocessor_config.json", "max_pixels", ["-1", "0", "[]", "1e300", "2147483648", "100"]),
            ("preprocessor_config.json", "size", ["3", "[]"]),
            ("preprocessor_config.json", "image_mean", ["[0.5]", "0.5", "[1,2,\"3\"]", "[1,2,1e30]", "[1,2,3,4]"]),
            ("preprocessor_config.json", "image_std", ["[0,1,1]", "[-1,1,1]", "[1,1]"]),
            ("preprocessor_config.json", "patch_size", ["16", "0"]),
            ("preprocessor_config.json", "merge_size", ["3"]),
            ("preprocessor_config.json", "rescale_factor", ["1", "0.5"]),
            ("generation_config.json", "eos_token_id", ["-1", "[-1]", "\"x\"", "99999", "{}", "[1.5]", "true"]),
            ("generation_config.json", "temperature", ["-1", "1e300", "\"x\"", "NaN"]),
            ("generation_config.json", "top_p", ["-0.1", "1.1", "[]"]),
            ("generation_config.json", "top_k", ["-2", "1.5", "1e10"]),
            ("generation_config.json", "repetition_penalty", ["0", "-1", "1e30"]),
            ("generation_config.json", "do_sample", ["1", "\"yes\""]),
        ];
        foreach (var (file, key, value) in values.SelectMany(entry => entry.Values.Select(value => (entry.File, entry.Key, value))))
            yield return ($"{file}: {key} = {value}", false, f => f.SetRaw(file, key, value));
        foreach (var file in (string[])["preprocessor_config.json", "generation_config.json"])
        {
            foreach (var text in (string[])["", "[]", "{", LfsPointer, "\0"])
                yield return ($"{file} {text}", false, f => f.Write(file, text));
        }

        yield return ("no end token anywhere", false, f =>
        {
            f.Delete("generation_config.json");
            f.Edit(Config, json => json.Remove("eos_token_id"));
        });
    }

    private static IEnumerable<(string, bool, Action<CheckpointFolder>)> Shards()
    {
        for (var i = 1; i <= 3; i++)
        {
            var shard = $"model-0000{i}-of-00003.safetensors";
            yield return ($"shard {i} missing", true, f => f.Delete(shard));
            yield return ($"shard {i} cut", true, f => f.Write(shard, f.Read(shard)[..^10]));
            yield return ($"shard {i} is an LFS pointer", true, f => f.Write(shard, LfsPointer));
            yield return ($"shard {i} not in the index", true, f => f.Edit(Index, json =>
            {
                var map = json["weight_map"]!.AsObject();
                foreach (var name in map.Where(e => (string?)e.Value == shard).Select(e => e.Key).ToList())
                    map.Remove(name);
            }));
        }

        yield return ("a shard twice", true, f => f.Write("model-00002-of-00003.safetensors", f.Read("model-00001-of-00003.safetensors")));
        foreach (var name in (string[])[
            "../x.safetensors", "/etc/passwd", "..\\x.safetensors", "a/b.safetensors", "C:x.safetensors", "x\0.safetensors", "",
            ".safetensors", "config.json", "x.bin", "\ud83d\ude00.safetensors"
        ])
            yield return ($"index names '{name}'", true, f => f.Edit(Index, json => json["weight_map"]!["model.norm.weight"] = name));
        foreach (var value in (string[])["3", "null", "[]", "{}", "\"\\ud800.safetensors\"", "true"])
            yield return ($"index names {value}", true, f => f.SetRaw(Index, "weight_map.surplus", value));
        foreach (var value in (string[])["3", "null", "[]", "{}", "\"x\""])
            yield return ($"weight map {value}", true, f => f.SetRaw(Index, "weight_map", value));
        foreach (var text in (string[])["", "{}", "[]", "{", LfsPointer, "\0"])
            yield return ($"index {text}", true, f => f.Write(Index, text));
        var random = new Random(3);
        foreach (var share in Enumerable.Range(0, 10).Select(_ => random.NextDouble()))
            yield return ($"index cut at {share:F6}", true, f => f.Write(Index, f.Read(Index)[..(int)(f.Read(Index).Length * share)]));
        yield return ("no index and a shard missing", true, f =>
        {
            f.Delete(Index);
            f.Delete("model-00002-of-00003.safetensors");
        });
    }
}
