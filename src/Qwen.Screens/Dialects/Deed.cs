namespace Qwen.Screens.Dialects;

/// <summary>What a word of a dialect means.</summary>
internal enum Deed
{
    Tap,
    DoubleTap,
    RightTap,
    MiddleTap,
    Hold,
    Move,
    Drag,
    Press,
    Type,

    /// <summary>Touches a field, types into it, and perhaps presses Enter.</summary>
    Fill,
    Scroll,
    Open,
    Search,
    Back,
    Reload,
    Home,
    Wait,
    Note,
    Finish,
    GiveUp,
}
