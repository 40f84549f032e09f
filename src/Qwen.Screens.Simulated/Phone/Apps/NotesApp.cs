using Qwen.Screens.Simulated.Kit;
using Qwen.Screens.Simulated.Phone.State;
using SkiaSharp;

namespace Qwen.Screens.Simulated.Phone.Apps;

/// <summary>Notes.</summary>
internal sealed class NotesApp(PhoneShell shell) : PhoneApp(shell)
{
    public override string Id => "app.notes";

    public override string Name => "Notes";

    public override Icon Icon => Icon.Note;

    public override SKColor Colour => new(0xB4, 0x6A, 0x00);

    private List<Note> All => Shell.State.Notes;

    public override Page CreateStart() => new(Name, CreateList)
    {
        Floating = new IconButton(Icon.Add, "New note", () => Shell.Push(CreateEditor(null))) { Size = 56, IsFilled = true },
    };

    private IEnumerable<View> CreateList()
    {
        if (All.Count == 0)
            yield return new Stack([new TextView("No notes yet") { Muted = true, Align = 0.5f }]) { Padding = 40 };
        foreach (var note in All.OrderByDescending(note => note.IsPinned))
        {
            yield return new Space(10);
            yield return new Card(new ListRow(note.Title, () => Shell.Push(CreateEditor(note)))
            {
                Detail = note.Text.ReplaceLineEndings(" · "), Value = note.IsPinned ? "★" : "", LongPress = () => Ask(note),
            });
        }

        yield return new Space(72);
    }

    private void Ask(Note note) => Shell.Ask(new Question(note.Title, "", [("Cancel", null, ButtonLook.Plain)])
    {
        Rows = () =>
        [
            new ListRow(note.IsPinned ? "Unpin" : "Pin to top", () => Shell.Answer(() => note.IsPinned = !note.IsPinned))
            {
                Icon = Icon.Star
            },
            new ListRow("Delete", () => Shell.Answer(() => Delete(note))) { Icon = Icon.Trash },
        ],
    });

    private Page CreateEditor(Note? note)
    {
        var title = new TextInput("Title") { Text = note?.Title ?? "" };
        var text = new TextInput("Note") { Text = note?.Text ?? "", IsMultiline = true };
        return new Page(
            note is null ? "New note" : "Note", () => [new Stack([Field(title), Field(text, lines: 6)]) { Padding = 14, Gap = 14 }])
        {
            Actions = () =>
            [
                .. note is null ? Array.Empty<View>() : [new IconButton(Icon.Trash, "Delete", () => Delete(note))],
                new IconButton(Icon.Check, "Save", () => Save(note, title.Text.Trim(), text.Text)),
            ],
        };
    }

    private void Save(Note? note, string title, string text)
    {
        if (title.Length == 0 && text.Trim().Length == 0)
        {
            Shell.Say("The note is empty");
            return;
        }

        if (note is null)
            All.Insert(0, note = new Note());
        (note.Title, note.Text) = (title.Length > 0 ? title : "Untitled", text);
        Shell.Pop();
        Shell.Say("Note saved");
    }

    private void Delete(Note note) => Shell.Confirm("Delete note?", $"“{note.Title}” will be gone.", "Delete", () =>
    {
        All.Remove(note);
        Shell.PopToStart(); // asked from the list there is no page to leave
        Shell.Say("Note deleted");
    });
}
