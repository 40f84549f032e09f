using System.Text.Json.Serialization;

namespace Qwen.Screens;

/// <summary>
/// Something done to a screen, as plain data: what a policy judges, an audit record keeps, a replay repeats and a device performs is
/// this same value. Coordinates are pixels of the newest shot.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "action")]
[JsonDerivedType(typeof(TapAction), "tap")]
[JsonDerivedType(typeof(DoubleTapAction), "double_tap")]
[JsonDerivedType(typeof(LongPressAction), "long_press")]
[JsonDerivedType(typeof(DragAction), "drag")]
[JsonDerivedType(typeof(ScrollAction), "scroll")]
[JsonDerivedType(typeof(MovePointerAction), "move_pointer")]
[JsonDerivedType(typeof(TypeTextAction), "type_text")]
[JsonDerivedType(typeof(PressKeysAction), "press_keys")]
[JsonDerivedType(typeof(PressButtonAction), "press_button")]
[JsonDerivedType(typeof(OpenAction), "open")]
[JsonDerivedType(typeof(WaitAction), "wait")]
public abstract record ScreenAction
{
    private protected ScreenAction()
    {
    }
}
