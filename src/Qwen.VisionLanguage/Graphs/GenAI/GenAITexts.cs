using System.Text.Json;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Text;

namespace Qwen.VisionLanguage.Graphs.GenAI;

/// <summary>The text files of a GenAI folder: its configuration, the picture processor's, and the tokenizer's as they are.</summary>
internal static class GenAITexts
{
    private const string Tokenizer = "tokenizer.json";
    private const string TokenizerConfig = "tokenizer_config.json";

    /// <summary>Files that GenAI's tokenizer looks for where they are there.</summary>
    private static readonly string[] Optional =
    [
        "special_tokens_map.json", "added_tokens.json", "chat_template.json", "chat_template.jinja",
    ];

    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    /// <summary>Names and contents, <c>genai_config.json</c> last.</summary>
    /// <exception cref="QwenException">The checkpoint lacks a file that GenAI needs.</exception>
    public static IReadOnlyList<(string Name, byte[] Content)> Create(
        Checkpoint checkpoint, GenAIDevice device, string vision, string embedding, string decoder)
    {
        var lacking = new[] { Tokenizer, TokenizerConfig }.Where(name => Find(checkpoint, name) is null).ToList();
        if (lacking.Count > 0)
        {
            throw new QwenException(
                $"{checkpoint.Folder} lacks {string.Join(" and ", lacking)}, which ONNX Runtime GenAI needs. "
                + "Fetch them from the model's repository, or save the tokenizer again with transformers.");
        }

        var tokenizer = QwenTokenizer.Load(checkpoint);
        RequireAllTokens(checkpoint, Find(checkpoint, Tokenizer)!, tokenizer);
        var padding = tokenizer.GetSpecialId("<|endoftext|>")
            ?? throw new QwenException($"{checkpoint.Folder}: the tokenizer has no <|endoftext|>, which ONNX Runtime GenAI pads with.");
        return
        [
            .. from name in (string[])[Tokenizer, TokenizerConfig, .. Optional]
               let path = Find(checkpoint, name)
               where path is not null
               select (name, JsonFile.ReadBytes(path, 48 << 20)),
            ("processor_config.json", Json(json => WriteProcessor(json, checkpoint))),
            ("genai_config.json", Json(json => GenAIConfig.Write(json, checkpoint, device, padding, vision, embedding, decoder))),
        ];
    }

    // what an adapter brings counts before what its model has
    private static string? Find(Checkpoint checkpoint, string name)
        => new[] { checkpoint.AdapterFolder, checkpoint.Folder }.OfType<string>().Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);

    // an adapter may list the tokens that it adds in a file that GenAI does not read
    private static void RequireAllTokens(Checkpoint checkpoint, string whole, QwenTokenizer tokenizer)
    {
        var there = AddedTokenFiles.Parse(whole, root => AddedTokenFiles.ReadList(whole, root)).Select(token => token.Content).ToHashSet();
        var absent = tokenizer.OwnTokens.Where(token => !there.Contains(token.Content)).Select(token => token.Content).ToList();
        if (checkpoint.AdapterFolder is { } adapter && absent.Count > 0)
        {
            throw new QwenException(
                $"{whole} lacks the tokens that the adapter in {adapter} adds ({CheckpointFiles.Few(absent, 6)}), and ONNX Runtime GenAI "
                + "reads no other file for them. Save the adapter's tokenizer with transformers, so that its folder has a tokenizer.json.");
        }
    }

    /// <summary>The steps from a file's bytes to patches, in the form of ONNX Runtime Extensions.</summary>
    private static void WriteProcessor(Utf8JsonWriter json, Checkpoint checkpoint)
    {
        var (limits, config) = (checkpoint.Preprocessor, checkpoint.Config.Vision);
        json.WriteStartObject();
        json.WriteStartObject("processor");
        json.WriteString("name", "qwen2_5_image_processor");
        json.WriteStartArray("transforms");
        Step("decode_image", "DecodeImage", () => json.WriteString("color_space", "RGB"));
        Step("convert_to_rgb", "ConvertRGB", null);
        Step("resize", "Resize", () =>
        {
            // the size is computed; these two are what it falls back to
            json.WriteNumber("width", 18 * config.UnitSize);
            json.WriteNumber("height", 18 * config.UnitSize);
            json.WriteNumber("smart_resize", 1);
            json.WriteNumber("min_pixels", limits.MinPixels);
            json.WriteNumber("max_pixels", limits.MaxPixels);
            json.WriteNumber("patch_size", config.PatchSize);
            json.WriteNumber("merge_size", config.MergeSize);
        });
        Step("rescale", "Rescale", () => json.WriteNumber("rescale_factor", 1 / 255.0));
        Step("normalize", "Normalize", () =>
        {
            Numbers("mean", limits.Mean);
            Numbers("std", limits.StandardDeviation);
            json.WriteNumber("qwen2_5_vl", 1);
        });
        Step("patch_image", "PatchImage", () =>
        {
            json.WriteNumber("patch_size", config.PatchSize);
            json.WriteNumber("temporal_patch_size", config.TemporalPatchSize);
            json.WriteNumber("merge_size", config.MergeSize);
        });
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();

        void Step(string name, string type, Action? attributes)
        {
            json.WriteStartObject();
            json.WriteStartObject("operation");
            json.WriteString("name", name);
            json.WriteString("type", type);
            if (attributes is not null)
            {
                json.WriteStartObject("attrs");
                attributes();
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        void Numbers(string name, IReadOnlyList<float> values)
        {
            json.WriteStartArray(name);
            foreach (var value in values)
                json.WriteNumberValue(value);
            json.WriteEndArray();
        }
    }

    private static byte[] Json(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Indented))
            write(json);
        return stream.ToArray();
    }
}
