using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Profiles;

namespace Qwen.Screens;

/// <summary>How a <see cref="ScreenAgent"/> asks its model, and when it stops.</summary>
public sealed record ScreenAgentOptions
{
    /// <summary>How the model is asked.</summary>
    public PromptForm Form { get; init; }

    /// <summary>Whether the model may put a thought before its call; without one it answers sooner.</summary>
    public bool AllowThought { get; init; }

    /// <summary>
    /// The <see cref="QwenProfile"/> by which a model is asked that has a contract of its own for screens, by its name or as the path of a
    /// <c>.json</c> file; null for the local model's. Set it for such a model behind a server. The short form has no use for it.
    /// </summary>
    public string? Profile { get; init; }

    /// <summary>The system message before the tool.</summary>
    public string SystemText { get; init; } = "You are a helpful assistant.";

    /// <summary>Smallest area at which the model sees the screen; null for the local model's own, else 4 tokens.</summary>
    public int? MinPixels { get; init; }

    /// <summary>
    /// Largest area at which the model sees the screen; null for what the model was trained on (16384 tokens), or what the local model
    /// allows where that is less. Small controls need pixels; over a server, stay within what it takes unresized.
    /// </summary>
    public int? MaxPixels { get; init; }

    /// <summary>Whether the screenshot stands before the text, as hosted services want it.</summary>
    public bool PictureFirst { get; init; }

    /// <summary>Most tokens of an answer.</summary>
    public int MaxOutputTokens { get; init; } = 512;

    /// <summary>Most steps.</summary>
    public int MaxSteps { get; init; } = 30;

    /// <summary>Most time; it is looked at before each step.</summary>
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How often in a step the model is told what was wrong with its answer and asked again.</summary>
    public int MaxRetries { get; init; } = 2;

    /// <summary>How many actions may be refused, in all, before the task is given up.</summary>
    public int MaxRefusals { get; init; } = 3;

    /// <summary>Time between the pictures by which a screen is found to be still.</summary>
    public TimeSpan StillInterval { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>How long to wait for a screen to be still before looking at it as it is.</summary>
    public TimeSpan StillLimit { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>What a screenshot may cost.</summary>
    public ImageLimits Limits { get; init; } = ImageLimits.Default;

    /// <summary>Whose time; null for the system's.</summary>
    public TimeProvider? Clock { get; init; }
}
