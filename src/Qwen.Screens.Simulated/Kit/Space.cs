namespace Qwen.Screens.Simulated.Kit;

/// <summary>Nothing, of a height.</summary>
internal sealed class Space(float height, float? width = null) : View
{
    public override float? GetWidth(Pen pen) => width;

    public override float GetHeight(Pen pen, float width) => height;
}
