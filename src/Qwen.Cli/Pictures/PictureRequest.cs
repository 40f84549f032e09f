using Qwen.Extensions.AI.Media;
using Qwen.Perception;
using Qwen.VisionLanguage;

namespace Qwen.Cli.Pictures;

/// <summary>What the command line says about the files to work on and the model that does it.</summary>
internal sealed record PictureRequest
{
    /// <summary>The files, at least one.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Whether results are written as JSON lines.</summary>
    public required bool Json { get; init; }

    /// <summary>The drawing of each file, in their order; null for no drawings.</summary>
    public required IReadOnlyList<string>? Drawings { get; init; }

    /// <summary>Which pages of documents are looked at; null for all.</summary>
    public required string? Pages { get; init; }

    /// <summary>How PDF files are read.</summary>
    public required PdfOptions Pdf { get; init; }

    /// <summary>Folder of the checkpoint.</summary>
    public required string Checkpoint { get; init; }

    /// <summary>Device and form of the weights.</summary>
    public required QwenModelOptions Model { get; init; }

    /// <summary>How the model is asked.</summary>
    public required QwenPictureOptions Options { get; init; }
}
