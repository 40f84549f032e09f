using Qwen.Screens.Simulated.Kit;
using SkiaSharp;

namespace Qwen.Screens.Simulated.Desktop;

/// <summary>A text editor: File and Edit menus, the usual chords, a question before changes are lost.</summary>
internal sealed class EditorWindow : DesktopWindow
{
    private readonly TextInput text;
    private readonly TextInput name = new("File name");
    private DesktopFile? file;

    public EditorWindow(DesktopShell shell, DesktopFile? file, SKRect bounds)
        : base(shell, bounds)
    {
        this.file = file;
        text = new TextInput("Text") { Text = file?.Text ?? "", IsMultiline = true };
    }

    public override string Program => "editor";

    public override string Title => (IsChanged ? "● " : "") + (file?.Name ?? "Untitled") + " – Editor";

    public override TextInput Input => text;

    private bool IsChanged => text.Text != (file?.Text ?? "");

    public override IEnumerable<View> CreateMenus() =>
    [
        new Button("File", () => Shell.ShowMenu(("New", () => Shell.Edit(null)), ("Save", Save), ("Close", Close)))
        {
            Look = ButtonLook.Plain,
            IsNarrow = true,
            Height = 30
        },
        new Button("Edit", ShowEditMenu) { Look = ButtonLook.Plain, IsNarrow = true, Height = 30 },
    ];

    public override IEnumerable<View> CreateBody() =>
    [
        new Stack([new FieldView(text, Shell.Focus == text, () => Focus(text)) { Lines = 11, LongPress = ShowEditMenu }]) { Padding = 10 },
    ];

    public override bool Press(string chord)
    {
        switch (chord)
        {
            case "ctrl+s":
                Save();
                return true;
            case "ctrl+n":
                Shell.Edit(null);
                return true;
            case "ctrl+w":
                Close();
                return true;
            default:
                return false;
        }
    }

    public override void Close()
    {
        if (!IsChanged)
        {
            base.Close();
            return;
        }

        Shell.Ask(new Question("Save changes?", "The text was changed since it was last saved.",
            [("Cancel", null, ButtonLook.Plain), ("Discard", base.Close, ButtonLook.Danger), ("Save", SaveAndClose, ButtonLook.Filled)]));
    }

    private void Focus(TextInput input)
    {
        Shell.Raise(this);
        Shell.FocusOn(input);
    }

    private void ShowEditMenu() => Shell.ShowMenu(("Select all", Shell.SelectAll), ("Clear", text.Clear));

    private void SaveAndClose()
    {
        Save();
        if (!IsChanged)
            base.Close();
    }

    private void Save()
    {
        if (file is not null)
            file.Text = text.Text;
        else
            AskName();
    }

    private void AskName()
    {
        Shell.Ask(new Question("Save as", "", [("Cancel", null, ButtonLook.Plain), ("OK", SaveNew, ButtonLook.Filled)])
        {
            Rows = () => [new Stack([new FieldView(name, Shell.Focus == name, () => Shell.FocusOn(name))]) { Padding = 16 }],
        });
        Shell.FocusOn(name);
    }

    private void SaveNew()
    {
        var wanted = name.Text.Trim();
        if (wanted.Length == 0)
            return;
        Shell.Files.RemoveAll(other => other.Name == wanted);
        Shell.Files.Add(file = new DesktopFile(wanted, text.Text));
    }
}
