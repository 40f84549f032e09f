using System.Collections.Frozen;

namespace Qwen.Screens;

/// <summary>What a screen is and can do: declared, so that nobody has to try and fail.</summary>
public sealed record ScreenCapabilities
{
    /// <summary>What mouse and keyboard of a whole desktop do.</summary>
    internal static IReadOnlySet<Type> OfDesktops { get; } = new[]
    {
        typeof(TapAction), typeof(DoubleTapAction), typeof(LongPressAction), typeof(DragAction), typeof(ScrollAction),
        typeof(MovePointerAction), typeof(TypeTextAction), typeof(PressKeysAction), typeof(WaitAction),
    }.ToFrozenSet();

    /// <summary>What people call the screen, for records and messages: "Pixel 8 (emulator-5554)", "simulated phone".</summary>
    public required string Name { get; init; }

    /// <summary>Fingers, or mouse and keyboard.</summary>
    public required ScreenKind Kind { get; init; }

    /// <summary>Types of actions that can be performed: subclasses of <see cref="ScreenAction"/>.</summary>
    public required IReadOnlySet<Type> Actions { get; init; }

    /// <summary>Whether <see cref="IScreen.FindControlAsync"/> can tell what stands at a point.</summary>
    public bool KnowsControls { get; init; }

    /// <summary>Whether shots name the app or address that is shown.</summary>
    public bool KnowsPlace { get; init; }

    /// <summary>Whether an action can be performed.</summary>
    public bool Supports(ScreenAction action) => Actions.Contains((action ?? throw new ArgumentNullException(nameof(action))).GetType());
}
