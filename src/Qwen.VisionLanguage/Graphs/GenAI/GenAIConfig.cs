using System.Text.Json;
using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Graphs.GenAI;

/// <summary>
/// Writes <c>genai_config.json</c>: which graphs there are, what their inputs are called, and what a generator starts with.
/// </summary>
internal static class GenAIConfig
{
    /// <summary>
    /// Longest conversation where the application names none. GenAI makes room for all of it at once, so it is not the longest possible.
    /// </summary>
    private const int DefaultLength = 8192;

    /// <summary>Below it a temperature means greedy; GenAI would divide by it.</summary>
    private const float LowestTemperature = 0.01f;

    /// <summary>Writes the file.</summary>
    public static void Write(
        Utf8JsonWriter json, Checkpoint checkpoint, GenAIDevice device, int padding, string vision, string embedding, string decoder)
    {
        var (config, text) = (checkpoint.Config, checkpoint.Config.Text);
        json.WriteStartObject();
        json.WriteStartObject("model");
        json.WriteString("type", "qwen2_5_vl");
        json.WriteNumber("bos_token_id", padding);
        json.WriteNumber("pad_token_id", padding);
        json.WriteStartArray("eos_token_id");
        foreach (var id in checkpoint.Generation.EndTokenIds)
            json.WriteNumberValue(id);
        json.WriteEndArray();
        json.WriteNumber("image_token_id", config.ImageTokenId);
        json.WriteNumber("video_token_id", config.VideoTokenId);
        json.WriteNumber("vision_start_token_id", config.VisionStartTokenId);
        json.WriteNumber("vocab_size", text.VocabularySize);
        json.WriteNumber("context_length", QwenModel.DefaultContext(text));

        json.WriteStartObject("decoder");
        Graph(decoder, device);
        json.WriteNumber("head_size", text.HeadDim);
        json.WriteNumber("hidden_size", text.HiddenSize);
        json.WriteNumber("num_attention_heads", text.HeadCount);
        json.WriteNumber("num_hidden_layers", text.LayerCount);
        json.WriteNumber("num_key_value_heads", text.KeyValueHeadCount);
        Names(
            "inputs", ("inputs_embeds", GenAIDecoderGraph.Embeddings), ("attention_mask", GenAIDecoderGraph.Mask),
            ("position_ids", GenAIDecoderGraph.PositionIds), ("past_key_names", "past_key.%d"), ("past_value_names", "past_value.%d"));
        Names(
            "outputs", ("logits", GenAIDecoderGraph.Logits), ("present_key_names", "present_key.%d"),
            ("present_value_names", "present_value.%d"));
        json.WriteEndObject();

        json.WriteStartObject("embedding");
        Graph(embedding, device);
        Names("inputs", ("input_ids", GenAIEmbeddingGraph.InputIds), ("image_features", GenAIVisionGraph.Features));
        Names("outputs", ("inputs_embeds", GenAIEmbeddingGraph.Embeddings));
        json.WriteEndObject();

        json.WriteStartObject("vision");
        Graph(vision, device);
        json.WriteNumber("spatial_merge_size", config.Vision.MergeSize);
        json.WriteNumber("patch_size", config.Vision.PatchSize);
        json.WriteNumber("window_size", config.Vision.WindowSize);
        json.WriteNumber("tokens_per_second", config.Vision.TokensPerSecond);
        Names("inputs", ("pixel_values", GenAIVisionGraph.PixelValues), ("image_grid_thw", GenAIVisionGraph.Grid));
        Names("outputs", ("image_features", GenAIVisionGraph.Features));
        json.WriteEndObject();
        json.WriteEndObject();

        WriteSearch(json, checkpoint);
        json.WriteEndObject();

        void Graph(string file, GenAIDevice runs)
        {
            json.WriteString("filename", file);
            json.WriteStartObject("session_options");
            json.WriteString("log_id", "onnxruntime-genai");
            json.WriteStartArray("provider_options");
            if (runs.Provider is { } provider)
            {
                json.WriteStartObject();
                json.WriteStartObject(provider);
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        void Names(string group, params ReadOnlySpan<(string Meaning, string Name)> names)
        {
            json.WriteStartObject(group);
            foreach (var (meaning, name) in names)
                json.WriteString(meaning, name);
            json.WriteEndObject();
        }
    }

    private static void WriteSearch(Utf8JsonWriter json, Checkpoint checkpoint)
    {
        var defaults = checkpoint.Generation;
        var sample = defaults.Sample && defaults.Temperature is not < LowestTemperature;
        json.WriteStartObject("search");
        json.WriteBoolean("do_sample", sample);
        json.WriteNumber("temperature", sample ? defaults.Temperature ?? 1 : 1);
        json.WriteNumber("top_p", sample ? defaults.TopP ?? 1 : 1);
        json.WriteNumber("top_k", sample ? defaults.TopK ?? 50 : 1);
        json.WriteNumber("repetition_penalty", defaults.RepetitionPenalty ?? 1);
        json.WriteNumber("max_length", Math.Min(DefaultLength, QwenModel.DefaultContext(checkpoint.Config.Text)));
        json.WriteNumber("min_length", 0);
        json.WriteNumber("num_beams", 1);
        json.WriteNumber("num_return_sequences", 1);
        json.WriteBoolean("past_present_share_buffer", true);
        json.WriteEndObject();
    }
}
