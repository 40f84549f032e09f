using Qwen.Screens.Simulated.Kit;
using Qwen.Screens.Simulated.Tasks;
using SkiaSharp;

namespace Qwen.Screens.Simulated.Desktop;

/// <summary>What a desktop remembers and does: files, windows in their order, one menu, one question, where typed text goes.</summary>
internal sealed class DesktopShell
{
    private const float Offset = 36;
    private readonly List<DesktopWindow> windows = [];
    private bool isAllSelected;

    public List<DesktopFile> Files { get; } =
    [
        new("readme.txt", "Welcome to the simulated desktop."), new("shopping.txt", "Milk\nBread"),
        new("letter.txt", "Dear Ms Novak,\n\nthank you for your letter."),
        new("plan.txt", "1. Measure\n2. Cut"), new("poem.txt", "The sea is calm to-night."), new("numbers.txt", "3 1 4 1 5 9"),
        new("todo.txt", "Water the plants"),
        new("invoice.txt", "Total: 120.00"),
    ];

    /// <summary>The windows, the one in front last.</summary>
    public IReadOnlyList<DesktopWindow> Windows => windows;

    public DesktopWindow? Front => windows.LastOrDefault();

    public DesktopMenu? Menu { get; set; }

    public Question? Question { get; private set; }

    public TextInput? Focus { get; private set; }

    /// <summary>Where the tip of the pointer is.</summary>
    public SKPoint Pointer { get; set; }

    public void ShowFiles()
    {
        var open = windows.OfType<FilesWindow>().FirstOrDefault() ?? new FilesWindow(this);
        Raise(open);
    }

    /// <summary>Opens a file, or an empty sheet.</summary>
    public void Edit(DesktopFile? file)
    {
        var corner = 90 + windows.Count % 6 * Offset;
        var window = new EditorWindow(this, file, SKRect.Create(corner + 220, corner - 40, 480, 340));
        Raise(window);
        FocusOn(window.Input);
    }

    public void Raise(DesktopWindow window)
    {
        windows.Remove(window);
        windows.Add(window);
        FocusOn(window.Input);
    }

    public void Remove(DesktopWindow window)
    {
        windows.Remove(window);
        FocusOn(Front?.Input);
    }

    public void ShowMenu(params (string Label, Action Do)[] commands) => Menu = new DesktopMenu(Pointer, commands);

    public void Ask(Question question)
    {
        Question = question;
        FocusOn(null);
    }

    public void Answer(Action? action)
    {
        Question = null;
        FocusOn(Front?.Input);
        action?.Invoke();
    }

    public void FocusOn(TextInput? input)
    {
        Focus = input;
        isAllSelected = false;
    }

    public void SelectAll() => isAllSelected = Focus is not null;

    public void Type(string text)
    {
        ClearSelected();
        Focus?.Append(text);
    }

    /// <summary>A key or chord, its parts joined by plus signs; false where it means nothing.</summary>
    public bool Press(string chord)
    {
        switch (chord)
        {
            case "escape" or "esc" when Menu is not null:
                Menu = null;
                return true;
            case "escape" or "esc":
                Answer(null);
                return true;
            case "enter" or "return" when Question is { } question:
                Answer(question.Answers[^1].Do);
                return true;
            case "enter" or "return":
                Type("\n");
                return true;
            case "space":
                Type(" ");
                return true;
            case "tab":
                Type("\t");
                return true;
            case "backspace" or "delete":
                if (!ClearSelected())
                    Focus?.RemoveLast();
                return true;
            case "ctrl+a":
                SelectAll();
                return true;
            default:
                return Question is null && Front?.Press(chord) == true;
        }
    }

    private bool ClearSelected()
    {
        if (!isAllSelected)
            return false;
        isAllSelected = false;
        Focus?.Clear();
        return true;
    }
}
