using SkiaSharp;

namespace Qwen.Screens.Simulated.Kit;

/// <summary>A piece of a screen. Built anew from the state after every change, never changed itself. Lengths are logical pixels.</summary>
internal abstract class View
{
    /// <summary>What stands on it or what it is announced as.</summary>
    public string Label { get; init; } = "";

    public ViewRole Role { get; init; }

    /// <summary>What a short touch does; null for nothing, so that the touch falls through to what lies below.</summary>
    public Action? Tap { get; init; }

    /// <summary>What a touch that stays, or the right mouse button, does.</summary>
    public Action? LongPress { get; init; }

    /// <summary>What a second quick touch does.</summary>
    public Action? DoubleTap { get; init; }

    /// <summary>Width wanted; null for a share of what its neighbours leave.</summary>
    public virtual float? GetWidth(Pen pen) => null;

    /// <summary>Height wanted at a width.</summary>
    public abstract float GetHeight(Pen pen, float width);

    /// <summary>Enters itself, then its children, into the scene.</summary>
    public virtual void Place(Scene scene, SKRect bounds) => scene.Add(this, bounds);

    /// <summary>Draws itself without its children.</summary>
    public virtual void Paint(Pen pen, SKRect bounds)
    {
    }

    /// <summary>Whether it takes touches away from what lies below.</summary>
    public virtual bool IsTouchable => Tap is not null;

    /// <summary>A short touch at a point inside.</summary>
    public virtual void Touch(SKPoint point, SKRect bounds) => Tap?.Invoke();
}
