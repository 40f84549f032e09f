using Qwen.VisionLanguage.Images;

namespace Qwen.Screens.Simulated;

/// <summary>How a simulated phone is built.</summary>
public sealed record SimulatedPhoneOptions
{
    /// <summary>
    /// A phone for models that see few pixels: pictures of 168×280, which a model with a limit of 224×224 pixels takes as they are, with
    /// letters as large as such a model can read.
    /// </summary>
    public static SimulatedPhoneOptions Small { get; } = new() { Size = new PixelSize(240, 400), Density = 0.7 };

    /// <summary>Size held upright, in logical pixels; at least 200×320, at most 2000 a side.</summary>
    public PixelSize Size { get; init; } = new(360, 640);

    /// <summary>Pixels of the picture to one logical pixel; 0.5 to 4.</summary>
    public double Density { get; init; } = 1;

    /// <summary>Pictures that an animation takes before a page stands still; 0 for no animations.</summary>
    public int AnimationFrames { get; init; } = 2;

    /// <summary>Time of the phone; null for a clock that stands at one moment, so that equal actions give equal pictures.</summary>
    /// <remarks>Waiting takes no real time: the phone's own time is moved on by what was waited.</remarks>
    public TimeProvider? Clock { get; init; }

    /// <summary>What tries to lead the agent astray.</summary>
    public IReadOnlyList<SimulatedAttack> Attacks { get; init; } = [];
}
