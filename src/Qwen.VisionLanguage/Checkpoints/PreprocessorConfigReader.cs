namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>
/// Reads <c>preprocessor_config.json</c> (or the same object as <c>image_processor</c> of <c>processor_config.json</c>, where newer
/// library versions keep it); without either the published values hold.
/// </summary>
internal static class PreprocessorConfigReader
{
    private const string FileName = "preprocessor_config.json";
    private const string CombinedFileName = "processor_config.json";

    private const int Bicubic = 3;

    /// <summary>Reads the folder's file and checks it against the encoder.</summary>
    /// <param name="folder">The checkpoint.</param>
    /// <param name="vision">The encoder.</param>
    /// <param name="notes">Receives a sentence for each wish that is not followed, or not usual.</param>
    public static PreprocessorConfig Read(string folder, VisionConfig vision, List<string> notes)
    {
        var path = Path.Combine(folder, FileName);
        if (File.Exists(path))
        {
            using var document = JsonFile.Open(path);
            return Read(new ConfigSection(path, "", document.RootElement), vision, notes);
        }

        path = Path.Combine(folder, CombinedFileName);
        if (File.Exists(path))
        {
            using var document = JsonFile.Open(path);
            if (new ConfigSection(path, "", document.RootElement).Find("image_processor") is { } section)
                return Read(section, vision, notes);
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

    private static PreprocessorConfig Read(ConfigSection section, VisionConfig vision, List<string> notes)
    {
        Same(section, "patch_size", vision.PatchSize);
        Same(section, "temporal_patch_size", vision.TemporalPatchSize);
        Same(section, "merge_size", vision.MergeSize);
        var rescales = section.FindFlag("do_rescale") ?? true;
        if (rescales && section.FindNumber("rescale_factor", 0, 1) is { } factor && Math.Abs(factor * 255 - 1) > 1e-3)
            throw section.Unfit("rescale_factor", "1/255");

        // the newer names sound like edges, the values are areas; what stands beside 'size' counts before what stands in it
        var size = section.Find("size");
        var min = Area("min_pixels", "shortest_edge") ?? Published.MinPixels;
        var max = Area("max_pixels", "longest_edge") ?? Published.MaxPixels;
        if (min > max)
        {
            throw new QwenException(
                $"{section.File}: the smallest picture area ({min} pixels) is above the largest ({max}). "
                + "Correct 'min_pixels' or 'max_pixels'.");
        }

        if (section.FindFlag("do_resize") == false)
        {
            notes.Add(
                $"{section.File} says do_resize false; pictures are resized nevertheless, to multiples of {vision.UnitSize} and "
                + $"{min} to {max} pixels, because the encoder takes no others.");
        }

        foreach (var step in (string[])["do_center_crop", "do_pad"])
        {
            if (section.FindFlag(step) == true)
                notes.Add($"{section.File} says {step} true; pictures of this family are resized whole, neither cropped nor padded.");
        }

        if (section.FindInt("max_pixels", 1, ConfigLimits.Pixels) is null && size?.FindInt("height", 1, ConfigLimits.Pixels) is not null)
        {
            notes.Add(
                $"{section.File} says 'size' by height and width, which this family does not know: pictures have {min} to {max} pixels. "
                + "Say 'min_pixels' and 'max_pixels' if others are meant.");
        }

        if (section.FindInt("resample", 0, 100) is { } filter && filter != Bicubic)
            notes.Add($"{section.File} says resample {filter}; pictures are resized bicubically (3) as Qwen2.5-VL was trained.");
        return Colours(section, rescales, notes) with { MinPixels = min, MaxPixels = max };

        int? Area(string key, string edge) => section.FindInt(key, 1, ConfigLimits.Pixels)
            ?? size?.FindInt(key, 1, ConfigLimits.Pixels) ?? size?.FindInt(edge, 1, ConfigLimits.Pixels);
    }

    // our pictures have the scale 0…1: what a model was trained on without a step comes out the same by other constants
    private static PreprocessorConfig Colours(ConfigSection section, bool rescales, List<string> notes)
    {
        var (mean, deviation) = (
            section.FindNumbers("image_mean", -10, 10, 3) ?? Published.Mean,
            section.FindNumbers("image_std", 1e-6, 10, 3) ?? Published.StandardDeviation);
        if (section.FindFlag("do_normalize") == false)
        {
            notes.Add(
                $"{section.File} says do_normalize false: colours go in without image_mean and image_std, as it asks. "
                + "Models of this family are trained with them; remove the entry if answers are nonsense.");
            (mean, deviation) = ([0, 0, 0], [1, 1, 1]);
        }

        if (!rescales)
        {
            notes.Add(
                $"{section.File} says do_rescale false: colours go in on the scale 0 to 255, as it asks. "
                + "Models of this family are trained on 0 to 1; remove the entry if answers are nonsense.");
            (mean, deviation) = ([.. mean.Select(value => value / 255)], [.. deviation.Select(value => value / 255)]);
        }

        return Published with { Mean = mean, StandardDeviation = deviation };
    }

    private static void Same(ConfigSection section, string key, int expected)
    {
        if (section.FindInt(key, 1, int.MaxValue) is { } stated && stated != expected)
            throw section.Unfit(key, $"{expected} as in config.json");
    }
}
