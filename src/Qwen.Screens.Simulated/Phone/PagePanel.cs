using Qwen.Screens.Simulated.Kit;

namespace Qwen.Screens.Simulated.Phone;

/// <summary>Where a swipe turns the pages of the launcher.</summary>
internal sealed class PagePanel(PhoneShell shell, int pages) : View
{
    public override float GetHeight(Pen pen, float width) => 0;

    public void Turn(int by) => shell.TurnLauncher(pages, by);
}
