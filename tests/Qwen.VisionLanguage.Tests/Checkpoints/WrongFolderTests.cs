using System.Text.Json.Nodes;
using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Tests.Checkpoints;

/// <summary>A folder of another kind gets a sentence that says what it is and what to do.</summary>
public class WrongFolderTests
{
    [Theory]
    [InlineData("qwen2_vl", "Qwen2-VL")]
    [InlineData("qwen3_vl", "Qwen3-VL")]
    [InlineData("qwen3_vl_moe", "Qwen3-VL")]
    [InlineData("qwen2_5_omni", "Omni")]
    [InlineData("qwen2", "text-only")]
    [InlineData("qwen2_5_vl_text", "without its vision encoder")]
    [InlineData("llama", "'llama'")]
    public void Other_models_are_named(string type, string expected)
    {
        using var folder = new CheckpointFolder();
        folder.Edit("config.json", json => json["model_type"] = type);
        Refused(folder.Path, expected, "Qwen/Qwen2.5-VL-3B-Instruct");
    }

    [Theory]
    [InlineData("hqq", "{\"quant_method\":\"hqq\"}")]
    [InlineData("'gemv'", "{\"quant_method\":\"awq\",\"version\":\"gemv\"}")]
    [InlineData("'marlin'", "{\"quant_method\":\"gptq\",\"checkpoint_format\":\"marlin\"}")]
    [InlineData("'nvfp4-pack-quantized'", "{\"quant_method\":\"compressed-tensors\",\"format\":\"nvfp4-pack-quantized\"}")]
    [InlineData("AWQ to 8 bit", "{\"quant_method\":\"awq\",\"bits\":8}")]
    [InlineData("GPTQ to 3 bit", "{\"quant_method\":\"gptq\",\"bits\":3}")]
    [InlineData("packed into int64", "{\"quant_method\":\"gptq\",\"bits\":4,\"pack_dtype\":\"int64\"}")]
    [InlineData("stored as bfloat16", "{\"quant_method\":\"bitsandbytes\",\"load_in_4bit\":true,\"bnb_4bit_quant_storage\":\"bfloat16\"}")]
    [InlineData("MLX", "{\"bits\":4,\"group_size\":64}")]
    public void A_quantisation_that_is_not_read_is_named_beside_those_that_are(string named, string quantization)
    {
        using var folder = new CheckpointFolder();
        folder.SetRaw("config.json", "quantization_config", quantization);
        Refused(folder.Path, named, "AWQ", "NF4", "without quantisation");
    }

    [Fact]
    public void A_checkpoint_quantised_by_mlx_is_named()
    {
        using var folder = new CheckpointFolder();
        folder.SetRaw("config.json", "quantization", "{\"bits\":4,\"group_size\":64}");
        Refused(folder.Path, "quantised by MLX");
    }

    [Theory]
    [InlineData("model-q4.gguf", "GGUF")]
    [InlineData("adapter_config.json", "adapter")]
    [InlineData("decoder.onnx", "ONNX")]
    [InlineData("notes.txt", "config.json")]
    public void Folders_without_a_configuration_are_described(string file, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File(file), "x");
        Refused(folder.Path, expected);
    }

    [Theory]
    [InlineData("pytorch_model.bin", "safetensors")]
    [InlineData("pytorch_model-00001-of-00002.bin", "safetensors")]
    [InlineData("model.gguf", "GGUF")]
    [InlineData("model.safetensors.part", "not complete")]
    [InlineData("notes.txt", "model.safetensors")]
    public void Folders_without_weights_are_described(string file, string expected)
    {
        using var folder = new CheckpointFolder();
        folder.Delete("model.safetensors");
        folder.Write(file, "x");
        Refused(folder.Path, expected);
    }

    [Fact]
    public void A_clone_without_large_files_is_recognised()
    {
        using var folder = new CheckpointFolder();
        folder.Write("model.safetensors", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 7\n");
        Refused(folder.Path, "git lfs pull", "qwenvl fetch");
    }

    [Fact]
    public void A_path_that_is_no_folder_is_described()
    {
        using var folder = new CheckpointFolder();
        folder.Write("model.gguf", "x");
        Refused(folder.File("absent"), "no folder", "qwenvl fetch");
        Refused(folder.File("model.gguf"), "GGUF", "folder");
        Refused(folder.File("model.safetensors"), "is a file", "folder");
    }

    [Fact]
    public void Missing_shards_are_counted_and_named()
    {
        using var folder = new CheckpointFolder(shards: 3);
        folder.Delete("model-00001-of-00003.safetensors");
        folder.Delete("model-00003-of-00003.safetensors");
        Refused(folder.Path, "2 of 3", "model-00001-of-00003.safetensors", "model-00003-of-00003.safetensors");
    }

    [Fact]
    public void All_missing_and_misshapen_tensors_are_listed()
    {
        using var folder = new CheckpointFolder();
        folder.EditHeader("model.safetensors", header =>
        {
            header["x"] = header["model.norm.weight"]!.DeepClone();
            header.Remove("model.norm.weight");
            header["y"] = header["visual.blocks.1.norm2.weight"]!.DeepClone();
            header.Remove("visual.blocks.1.norm2.weight");
            header["model.embed_tokens.weight"]!["shape"] = new JsonArray(48, 300);
            header["visual.merger.ln_q.weight"]!["dtype"] = "I16";
        });
        Refused(
            folder.Path, "2 tensors are missing", "model.norm.weight", "visual.blocks.1.norm2.weight", "2 do not fit",
            "model.embed_tokens.weight is [48, 300] instead of [300, 48]", "visual.merger.ln_q.weight is stored as I16");
    }

    [Fact]
    public void Long_lists_are_cut()
    {
        using var folder = new CheckpointFolder();
        folder.EditHeader("model.safetensors", header =>
        {
            foreach (var (name, entry) in header.Where(e => e.Key != "__metadata__").ToList())
            {
                header.Remove(name);
                header[name + ".x"] = entry;
            }
        });
        var message = Refused(folder.Path, "tensors are missing", " more");
        Assert.InRange(message.Length, 200, 4000);
    }

    [Fact]
    public void Surplus_tensors_are_left_alone()
    {
        using var folder = new CheckpointFolder();
        folder.EditHeader("model.safetensors", header =>
        {
            var end = header.Where(e => e.Key != "__metadata__").Max(e => (long)e.Value!["data_offsets"]![1]!);
            header["lm_head.weight"] = new JsonObject
            {
                ["dtype"] = "I64",
                ["shape"] = new JsonArray(3),
                ["data_offsets"] = new JsonArray(end, end + 24)
            };
            header["model.layers.0.self_attn.rotary_emb.inv_freq"] =
                new JsonObject { ["dtype"] = "F32", ["shape"] = new JsonArray(2), ["data_offsets"] = new JsonArray(end + 24, end + 32) };
        });
        folder.Write("model.safetensors", [.. folder.Read("model.safetensors"), .. new byte[32]]);
        using var checkpoint = Checkpoint.Open(folder.Path);
        Assert.Equal("model.embed_tokens.weight", checkpoint.GetTensor("lm_head.weight").Name);
        Assert.Throws<ArgumentException>(() => checkpoint.GetTensor("model.layers.0.self_attn.rotary_emb.inv_freq"));
    }

    private static string Refused(string path, params string[] expected)
    {
        var message = Assert.Throws<QwenException>(() => Checkpoint.Open(path).Dispose()).Message;
        Assert.All(expected, part => Assert.Contains(part, message, StringComparison.Ordinal));
        return message;
    }
}
