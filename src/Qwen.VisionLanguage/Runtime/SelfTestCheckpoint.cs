using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Runtime;

/// <summary>A tiny checkpoint with random weights: every kind of layer that a real one has, and nothing else.</summary>
internal static class SelfTestCheckpoint
{
    private const string Config = """
        {
          "model_type": "qwen2_5_vl", "architectures": ["Qwen2_5_VLForConditionalGeneration"],
          "hidden_size": 128, "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2, "intermediate_size": 192,
          "vocab_size": 320, "tie_word_embeddings": true, "rms_norm_eps": 1e-06, "rope_theta": 10000.0, "max_position_embeddings": 1024,
          "rope_scaling": { "type": "mrope", "mrope_section": [4, 6, 6] }, "hidden_act": "silu",
          "bos_token_id": 300, "eos_token_id": 301, "vision_start_token_id": 302, "vision_end_token_id": 303,
          "image_token_id": 304, "video_token_id": 305,
          "vision_config": {
            "depth": 2, "hidden_size": 64, "num_heads": 2, "intermediate_size": 96, "out_hidden_size": 128, "in_channels": 3, "patch_size": 14,
            "temporal_patch_size": 2, "spatial_merge_size": 2, "window_size": 112, "fullatt_block_indexes": [1], "tokens_per_second": 2,
            "hidden_act": "silu"
          }
        }
        """;

    /// <summary>Writes configuration and weights.</summary>
    public static void Write(string folder)
    {
        var configFile = Path.Combine(folder, "config.json");
        File.WriteAllText(configFile, Config);
        var random = new Random(7);
        SafetensorsWriter.Write(
            Path.Combine(folder, "model.safetensors"),
            [.. CheckpointLayout.Tensors(ModelConfigReader.Read(configFile))
                .Select(tensor => SafetensorsTensor.FromMemory(
                    tensor.Name, TensorType.Float32, tensor.Shape, Weights(random, tensor.Name, tensor.Shape)))]);
    }

    /// <summary>Matrices keep the spread of what goes through them; norms lie at 1, biases near 0.</summary>
    private static float[] Weights(Random random, string name, long[] shape)
    {
        var values = new float[shape.Aggregate(1L, (product, length) => product * length)];
        var isNorm = shape.Length == 1 && name.EndsWith(".weight", StringComparison.Ordinal);
        var spread = shape.Length == 1 ? 0.1f : MathF.Sqrt(3f * shape[0] / values.Length);
        for (var i = 0; i < values.Length; i++)
            values[i] = (isNorm ? 1 : 0) + spread * (2 * random.NextSingle() - 1);
        return values;
    }
}
