using Qwen.VisionLanguage;

namespace Qwen.Extensions.AI;

/// <summary>Which model a host offers, and how it runs. Can be bound to a configuration section.</summary>
public sealed class QwenServiceOptions
{
    /// <summary>The folder of the checkpoint in Hugging Face form, or the name of a downloaded model. Required.</summary>
    public string CheckpointFolder { get; set; } = "";

    /// <inheritdoc cref="QwenModelOptions.Device"/>
    public string Device { get; set; } = "auto";

    /// <inheritdoc cref="QwenModelOptions.Precision"/>
    public QwenPrecision Precision { get; set; } = QwenPrecision.Auto;

    /// <inheritdoc cref="QwenModelOptions.Adapter"/>
    public string? Adapter { get; set; }

    /// <inheritdoc cref="QwenModelOptions.Profile"/>
    public string? Profile { get; set; }

    /// <inheritdoc cref="QwenModelOptions.AddedTokensInText"/>
    public bool AddedTokensInText { get; set; }

    /// <inheritdoc cref="QwenModelOptions.ConvertedFolder"/>
    public string? ConvertedFolder { get; set; }

    /// <inheritdoc cref="QwenModelOptions.Calibrate"/>
    public bool Calibrate { get; set; }

    /// <inheritdoc cref="QwenModelOptions.CalibrationFolder"/>
    public string? CalibrationFolder { get; set; }

    /// <inheritdoc cref="QwenModelOptions.MaxContextTokens"/>
    public int? MaxContextTokens { get; set; }

    /// <inheritdoc cref="QwenModelOptions.Threads"/>
    public int? Threads { get; set; }

    /// <inheritdoc cref="QwenModelOptions.Cpu"/>
    public QwenCpuOptions? Cpu { get; set; }

    /// <inheritdoc cref="QwenModelOptions.VisionCacheBytes"/>
    public long VisionCacheBytes { get; set; } = 64L << 20;

    /// <inheritdoc cref="QwenModelOptions.KeyValueBytes"/>
    public long? KeyValueBytes { get; set; }

    /// <inheritdoc cref="QwenModelOptions.PrefixCacheEntries"/>
    public int PrefixCacheEntries { get; set; } = 2;

    /// <summary>Whether the model is loaded in the background when the host starts, rather than by the first request.</summary>
    public bool WarmUp { get; set; }

    /// <summary>
    /// What conversations may read, and defaults for media. <see cref="QwenChatClientOptions.DisposesModel"/> has no effect: the
    /// container owns the model.
    /// </summary>
    public QwenChatClientOptions Client { get; set; } = new();

    /// <summary>Receives how far conversion and loading are; null for none.</summary>
    public IProgress<QwenProgress>? Progress { get; set; }
}
