using Qwen.Screens.Agent;
using Qwen.Screens.Contract;
using Qwen.Screens.Simulated.Kit;
using Qwen.VisionLanguage.Images;

namespace Qwen.Screens.Simulated.Tests.Scoring;

/// <summary>One step of a recorded episode of a person: a screen, and what the person did there.</summary>
internal sealed record EpisodeStepCase
{
    /// <summary>Which episode.</summary>
    public required string Episode { get; init; }

    /// <summary>Which step of it, in order.</summary>
    public required int Step { get; init; }

    /// <summary>What the person wanted to do in the whole episode.</summary>
    public required string Goal { get; init; }

    /// <summary>What is to be done in this step; null where nobody wrote it down.</summary>
    public string? Instruction { get; init; }

    /// <summary>File of the screenshot.</summary>
    public required string Picture { get; init; }

    /// <summary>Size of the screenshot.</summary>
    public required PixelSize Size { get; init; }

    /// <summary>What the person did.</summary>
    public required ScreenDecision Wanted { get; init; }

    /// <summary>Boxes of the screen's elements in pixels; may be empty.</summary>
    public IReadOnlyList<ScreenBox> Elements { get; init; } = [];
}
