using System.Text.Json.Serialization;

namespace Qwen.Screens;

/// <summary>
/// Something done to a screen, as plain data: what a policy judges, an audit record keeps, a replay repeats and a device performs is
/// this same value. Coordinates are pixels of the newest shot.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "action")]
[JsonDerivedType(typeof(Tap), "tap")]
[JsonDerivedType(typeof(DoubleTap), "double_tap")]
[JsonDerivedType(typeof(LongPress), "long_press")]
[JsonDerivedType(typeof(Drag), "drag")]
[JsonDerivedType(typeof(Scroll), "scroll")]
[JsonDerivedType(typeof(MovePointer), "move_pointer")]
[JsonDerivedType(typeof(TypeText), "type_text")]
[JsonDerivedType(typeof(PressKeys), "press_keys")]
[JsonDerivedType(typeof(PressButton), "press_button")]
[JsonDerivedType(typeof(Open), "open")]
[JsonDerivedType(typeof(Wait), "wait")]
public abstract record ScreenAction
{
    private protected ScreenAction()
    {
    }
}
