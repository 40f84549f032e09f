using System.Text.Json.Serialization;

namespace Qwen.Screens;

/// <summary>A phone's own buttons.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SystemButton>))]
public enum SystemButton
{
    /// <summary>To the previous view.</summary>
    Back,

    /// <summary>To the launcher.</summary>
    Home,

    /// <summary>To the list of recent apps.</summary>
    Menu,

    /// <summary>Confirms what was typed.</summary>
    Enter,
}
