using Qwen.Screens.Simulated.Kit;
using SkiaSharp;

namespace Qwen.Screens.Simulated.Desktop;

/// <summary>The list of files.</summary>
internal sealed class FilesWindow(DesktopShell shell) : DesktopWindow(shell, SKRect.Create(140, 60, 340, 380))
{
    private DesktopFile? chosen;

    public override string Program => "files";

    public override string Title => "Files";

    public override IEnumerable<View> CreateMenus() => [];

    public override IEnumerable<View> CreateBody() => Shell.Files.Select(file => new ListRow(file.Name, () => chosen = file)
    {
        Icon = Icon.File, Value = file == chosen ? "●" : $"{file.Text.Length} letters", IsBold = file == chosen,
        DoubleTap = () => Shell.Edit(file),
        LongPress = () => Shell.ShowMenu(("Open", () => Shell.Edit(file)), ("Delete", () => Delete(file))),
    });

    private void Delete(DesktopFile file) => Shell.Ask(new Question("Delete file?", $"{file.Name} will be gone.",
        [("Cancel", null, ButtonLook.Plain), ("OK", () => Shell.Files.Remove(file), ButtonLook.Danger)]));
}
