using Microsoft.Extensions.Options;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Models;
using Qwen.VisionLanguage.Profiles;

namespace Qwen.Extensions.AI.DependencyInjection;

/// <summary>Finds mistakes in the options when the host starts rather than in the first request.</summary>
internal sealed class QwenServiceOptionsValidator : IValidateOptions<QwenServiceOptions>
{
    private static readonly string[] Devices = ["auto", "cpu", "native-cpu", "onnx-cpu", "directml", "webgpu", "cuda"];

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, QwenServiceOptions options)
    {
        List<string> failures = [];
        CheckFolder(options.CheckpointFolder, failures);
        if (options.Adapter is { } adapter && !File.Exists(Path.Combine(adapter, "adapter_config.json")))
            failures.Add(
                $"Adapter is '{adapter}', which holds no adapter_config.json: give the folder of a LoRA adapter, or leave it out.");
        foreach (var device in options.Device.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!Devices.Contains(device, StringComparer.OrdinalIgnoreCase))
                failures.Add($"Device names '{device}': known are {string.Join(", ", Devices)}, or several separated by commas.");
        }

        CheckProfile(options.Profile, failures);
        if (!Enum.IsDefined(options.Precision))
            failures.Add($"Precision is {options.Precision}, which is no known one.");
        var calibrates = options.Calibrate || options.CalibrationFolder is not null;
        if (calibrates && options.Precision is (QwenPrecision.Float32 or QwenPrecision.Int8))
            failures.Add($"Calibrate is for weights of 4 bits, and Precision is {options.Precision}: ask for Int4 or Int4Plus.");
        if (options.CalibrationFolder is { } pictures && !Directory.Exists(pictures))
            failures.Add($"CalibrationFolder is '{pictures}', which does not exist: give a folder of pictures, or leave it out.");
        if (options.MaxContextTokens is < 1)
            failures.Add($"MaxContextTokens is {options.MaxContextTokens}: it must be at least 1.");
        if (options.Threads is < 1)
            failures.Add($"Threads is {options.Threads}: it must be at least 1.");
        if (options.VisionCacheBytes < 0)
            failures.Add($"VisionCacheBytes is {options.VisionCacheBytes}: it must not be negative.");
        if (options.KeyValueBytes <= 0)
            failures.Add($"KeyValueBytes is {options.KeyValueBytes}: it must be positive, or left out.");
        if (options.PrefixCacheEntries < 0)
            failures.Add($"PrefixCacheEntries is {options.PrefixCacheEntries}: it must not be negative.");
        ClientOptionsCheck.Check(options.Client, failures);
        return failures.Count > 0 ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;
    }

    private static void CheckProfile(string? profile, List<string> failures)
    {
        try
        {
            _ = profile is null ? null : QwenProfile.Find(profile);
        }
        catch (QwenException error)
        {
            failures.Add($"Profile: {error.Message}");
        }
    }

    private static void CheckFolder(string folder, List<string> failures)
    {
        if (string.IsNullOrWhiteSpace(folder))
        {
            failures.Add("CheckpointFolder is not set: give the folder of a Qwen2.5-VL checkpoint, or the name of a downloaded one.");
            return;
        }

        try
        {
            folder = ModelHome.Resolve(folder);
        }
        catch (QwenException error)
        {
            failures.Add($"CheckpointFolder: {error.Message}");
            return;
        }

        if (!Directory.Exists(folder))
            failures.Add(
                $"CheckpointFolder is '{folder}', which does not exist (from {Directory.GetCurrentDirectory()}), "
                + "nor is it the name of a downloaded model.");
        else if (!File.Exists(Path.Combine(folder, "config.json")))
            failures.Add($"CheckpointFolder is '{folder}', which holds no config.json: it is not a checkpoint in Hugging Face form.");
    }
}
