namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>
/// Reads <c>preprocessor_config.json</c> (or the same object as <c>image_processor</c> of <c>processor_config.json</c>, where newer
/// library versions keep it); without either the published values hold.
/// </summary>
internal static class PreprocessorConfigReader
{
    private const string FileName = "preprocessor_config.json";
    private const string CombinedFileName = "processor_config.json";

    /// <summary>Reads the folder's file and checks it against the encoder.</summary>
    public static PreprocessorConfig Read(string folder, VisionConfig vision)
    {
        var path = Path.Combine(folder, FileName);
        if (File.Exists(path))
        {
            using var document = JsonFile.Open(path);
            return Read(new ConfigSection(path, "", document.RootElement), vision);
        }

        path = Path.Combine(folder, CombinedFileName);
        if (File.Exists(path))
        {
            using var document = JsonFile.Open(path);
            if (new ConfigSection(path, "", document.RootElement).Find("image_processor") is { } section)
                return Read(section, vision);
        }

        return Published;
    }

    private static PreprocessorConfig Published => new()
    {
        MinPixels = 3136,
        MaxPixels = 12845056,
        Mean = [0.48145466f, 0.4578275f, 0.40821073f],
        StandardDeviation = [0.26862954f, 0.26130258f, 0.27577711f],
    };

    private static PreprocessorConfig Read(ConfigSection section, VisionConfig vision)
    {
        Same(section, "patch_size", vision.PatchSize);
        Same(section, "temporal_patch_size", vision.TemporalPatchSize);
        Same(section, "merge_size", vision.MergeSize);
        if (section.FindNumber("rescale_factor", 0, 1) is { } factor && Math.Abs(factor * 255 - 1) > 1e-3)
            throw section.Unfit("rescale_factor", "1/255");

        // the newer names sound like edges, the values are areas
        var size = section.Find("size");
        var min = section.FindInt("min_pixels", 1, ConfigLimits.Pixels) ?? size?.FindInt("shortest_edge", 1, ConfigLimits.Pixels)
            ?? Published.MinPixels;
        var max = section.FindInt("max_pixels", 1, ConfigLimits.Pixels) ?? size?.FindInt("longest_edge", 1, ConfigLimits.Pixels)
            ?? Published.MaxPixels;
        if (min > max)
            throw new QwenException($"{section.File}: the smallest picture area ({min} pixels) is above the largest ({max}).");

        return new PreprocessorConfig
        {
            MinPixels = min,
            MaxPixels = max,
            Mean = section.FindNumbers("image_mean", -10, 10, 3) ?? Published.Mean,
            StandardDeviation = section.FindNumbers("image_std", 1e-6, 10, 3) ?? Published.StandardDeviation,
        };
    }

    private static void Same(ConfigSection section, string key, int expected)
    {
        if (section.FindInt(key, 1, int.MaxValue) is { } stated && stated != expected)
            throw section.Unfit(key, $"{expected} as in config.json");
    }
}
