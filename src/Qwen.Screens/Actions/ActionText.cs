using System.Globalization;

namespace Qwen.Screens;

/// <summary>Actions in words, for people.</summary>
public static class ActionText
{
    /// <summary>What the action does: "tap (180, 320)".</summary>
    public static string Describe(ScreenAction action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return action switch
        {
            TapAction { Button: MouseButton.Left } tap => $"tap {At(tap.Point)}",
            TapAction tap => $"{(tap.Button == MouseButton.Right ? "right" : "middle")} click {At(tap.Point)}",
            DoubleTapAction tap => $"double tap {At(tap.Point)}",
            LongPressAction press => $"hold {At(press.Point)} for {Seconds(press.Duration)}",
            DragAction drag => $"drag {At(drag.From)} to {At(drag.To)}",
            ScrollAction { Down: 0 } scroll =>
                $"scroll {Math.Abs(scroll.Right)} px {(scroll.Right < 0 ? "left" : "right")} at {At(scroll.Point)}",
            ScrollAction scroll => $"scroll {Math.Abs(scroll.Down)} px {(scroll.Down < 0 ? "up" : "down")} at {At(scroll.Point)}",
            MovePointerAction move => $"move the pointer to {At(move.Point)}",
            TypeTextAction typed => $"type \"{typed.Text}\"",
            PressKeysAction keys => $"press {string.Join('+', keys.Keys)}",
            PressButtonAction button => $"press {button.Button}",
            OpenAction open => $"open \"{open.Target}\"",
            WaitAction wait => $"wait {Seconds(wait.Duration)}",
            _ => action.ToString(),
        };
    }

    /// <summary>The kind of an action as sentences name it: "Tap", "Open".</summary>
    internal static string NameOf(ScreenAction action) =>
        action.GetType().Name is var name && name.EndsWith("Action", StringComparison.Ordinal)
            ? name[..^"Action".Length]
            : name;

    private static string At(ScreenPoint point) => $"({point.X}, {point.Y})";

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.##} s");
}
