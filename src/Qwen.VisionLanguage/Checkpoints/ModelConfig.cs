namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>Everything <c>config.json</c> says about the model, in one form whatever library version wrote the file.</summary>
internal sealed record ModelConfig
{
    /// <summary>The decoder.</summary>
    public required TextConfig Text { get; init; }

    /// <summary>The vision encoder.</summary>
    public required VisionConfig Vision { get; init; }

    /// <summary>Id of <c>&lt;|vision_start|&gt;</c>.</summary>
    public required int VisionStartTokenId { get; init; }

    /// <summary>Id of <c>&lt;|vision_end|&gt;</c>.</summary>
    public required int VisionEndTokenId { get; init; }

    /// <summary>Id of the placeholder that stands for one merged unit of a picture, <c>&lt;|image_pad|&gt;</c>.</summary>
    public required int ImageTokenId { get; init; }

    /// <summary>Id of the placeholder that stands for one merged unit of a video, <c>&lt;|video_pad|&gt;</c>.</summary>
    public required int VideoTokenId { get; init; }
}
