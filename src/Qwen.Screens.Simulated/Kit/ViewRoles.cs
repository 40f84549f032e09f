namespace Qwen.Screens.Simulated.Kit;

/// <summary>Names of the roles as they are reported.</summary>
internal static class ViewRoles
{
    public static string GetName(this ViewRole role) => role switch
    {
        ViewRole.IconButton => "icon button",
        ViewRole.ListItem => "list item",
        ViewRole.Field => "text field",
        ViewRole.CheckBox => "check box",
        _ => role.ToString().ToLowerInvariant(),
    };
}
