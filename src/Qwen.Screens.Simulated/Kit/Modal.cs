using SkiaSharp;

namespace Qwen.Screens.Simulated.Kit;

/// <summary>A plate in the middle above a darkened screen, which takes all touches beside it.</summary>
/// <param name="content">What stands on the plate.</param>
/// <param name="dismiss">What a touch beside the plate does.</param>
/// <param name="position">How far the content is scrolled where the screen is too low for it.</param>
internal sealed class Modal(View content, Action dismiss, ScrollPosition position) : View
{
    private const float Widest = 340;

    public override float GetHeight(Pen pen, float width) => 0;

    public override void Place(Scene scene, SKRect bounds)
    {
        scene.Add(new Blocker(dismiss) { Ground = new SKColor(0, 0, 0, 130) }, bounds);
        var width = Math.Min(bounds.Width - 32, Widest);
        var list = new ScrollView(position, content);
        var height = Math.Min(list.GetHeight(scene.Pen, width), bounds.Height - 16);
        var plate = SKRect.Create(bounds.MidX - width / 2, MathF.Round(bounds.MidY - height / 2), width, height);
        scene.Add(new Blocker(() => { }) { Corner = 24 }, plate);
        list.Place(scene, plate);
    }
}
