using System.Text.Json.Serialization;

namespace Qwen.Screens;

/// <summary>A button of the mouse.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MouseButton>))]
public enum MouseButton
{
    /// <summary>The button that selects.</summary>
    Left,

    /// <summary>The button that opens menus.</summary>
    Right,

    /// <summary>The wheel, pressed.</summary>
    Middle,
}
