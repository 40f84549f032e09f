namespace Qwen.DemoModel.Drawing;

/// <summary>Something in a picture that can be asked for.</summary>
/// <param name="Class">Its number in <see cref="ThingClass"/>.</param>
/// <param name="Colour">Its number in <see cref="Shade"/>, 0 for none.</param>
/// <param name="Name">What answers call it.</param>
/// <param name="Box">Where it is.</param>
internal sealed record Thing(int Class, int Colour, string Name, Box Box)
{
    /// <summary>What questions may call it: most exact first.</summary>
    public IReadOnlyList<string> Calls { get; init; } = [Name];

    /// <summary>First slice of a clip in which it is visible.</summary>
    public int From { get; init; }

    /// <summary>First slice in which it is not visible any more.</summary>
    public int Until { get; init; } = 1;
}
