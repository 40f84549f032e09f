namespace Qwen.SemanticKernel.Plugins.Screens.Actions;

/// <summary>
/// Something done to a screen, as plain data: what a policy judges, an audit record keeps, a replay repeats and a device performs is
/// this same value. Coordinates are pixels of the newest shot.
/// </summary>
public abstract record ScreenAction
{
    private protected ScreenAction()
    {
    }
}
