using Qwen.Screens.Simulated.Phone.State;
using static Qwen.Screens.Simulated.Tasks.Do;

namespace Qwen.Screens.Simulated.Tasks;

/// <summary>Tasks in the notes.</summary>
internal static class NotesTasks
{
    public static IReadOnlyList<PhoneTask> All { get; } =
    [
        new("notes-create", "Make a note titled Packing with two lines: Passport, and below it Charger.",
            state => state.Notes.Exists(note => note is { Title: "Packing", Text: "Passport\nCharger" }),
            [Tap("Notes"), Tap("New note"), Tap("Title"), Type("Packing"), Tap("Note"), Type("Passport\nCharger"), Tap("Save")]),
        new("notes-delete", "Delete the note Ideas.", state => state.Notes.Count == 2 && !state.Notes.Exists(note => note.Title == "Ideas"),
            [Tap("Notes"), Tap("Ideas"), Tap("Delete"), Tap("Delete")]),
        new("notes-append", "Add a line with Eggs at the end of the note Shopping list.",
            state => state.Notes.Exists(note => note is { Title: "Shopping list", Text: "Milk\nBread\nApples\nEggs" }),
            [Tap("Notes"), Tap("Shopping list"), Tap("Note"), Type("\nEggs"), Tap("Save")]),
        new("notes-pin", "Pin the note Wi-Fi guest code to the top.",
            state => state.Notes.Where(note => note.IsPinned).Select(note => note.Title).SequenceEqual(["Wi-Fi guest code"]),
            [Tap("Notes"), Hold("Wi-Fi guest code"), Tap("Pin to top")]),
        new("notes-unicode", "Make a note titled Ελλάδα that says: Καλημέρα, Москва! ½ + ¼ = ¾ – 你好",
            state => state.Notes.Exists(note => note is { Title: "Ελλάδα", Text: "Καλημέρα, Москва! ½ + ¼ = ¾ – 你好" }),
            [
                Open("Notes"), Tap("New note"), Tap("Title"), Type("Ελλάδα"), Tap("Note"), Type("Καλημέρα, Москва! ½ + ¼ = ¾ – 你好"),
                Tap("Save")
            ]),
    ];
}
