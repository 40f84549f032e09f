namespace Qwen.Screens.Simulated.Kit;

/// <summary>What a control is to whoever looks at it.</summary>
internal enum ViewRole
{
    /// <summary>Decoration, or a container: not reported.</summary>
    None,
    Text,
    Button,
    IconButton,
    ListItem,
    Switch,
    Field,
    Slider,
    CheckBox,
    Tab,
    Banner,
    Key,
    App,
    Window,
}
