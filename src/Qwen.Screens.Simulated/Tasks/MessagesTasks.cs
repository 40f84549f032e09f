using Qwen.Screens.Simulated.Phone.State;
using static Qwen.Screens.Simulated.Tasks.Do;

namespace Qwen.Screens.Simulated.Tasks;

/// <summary>Tasks in the messages.</summary>
internal static class MessagesTasks
{
    public static IReadOnlyList<PhoneTask> All { get; } =
    [
        new("messages-reply", "Reply to Alice Brown: See you at 12:30",
            state => state.Threads.Exists(
                thread => thread.Name == "Alice Brown" && thread.Messages[^1] is { Text: "See you at 12:30", IsOwn: true }),
            [Tap("Messages"), Tap("Alice Brown"), Tap("Message"), Type("See you at 12:30"), Tap("Send")]),
        new("messages-new", "Send a new message to Farid Haddad: Käse & Brot? 🧀",
            state => state.Threads.Exists(
                thread => thread.Name == "Farid Haddad" && thread.Messages is [{ Text: "Käse & Brot? 🧀", IsOwn: true }]),
            [
                Tap("Messages"), Tap("New message"), Tap("To"), Type("Farid"), Tap("Farid Haddad"), Tap("Message"), Type("Käse & Brot? 🧀"),
                Tap("Send")
            ]),
        new("messages-delete", "Delete the conversation with Library.",
            state => state.Threads.Count == 3 && !state.Threads.Exists(thread => thread.Name == "Library"),
            [Tap("Messages"), Hold("Library"), Tap("Delete")]),
        new("messages-read-all", "Read all unread messages.", state => !state.Threads.Exists(thread => thread.IsUnread),
            [Tap("Messages"), Tap("Alice Brown"), Back, Tap("Ben Carter")]),
        new("messages-train-note", "Find out when Ben Carter's train leaves and make a note titled Train with only the time, "
            + "as he wrote it.",
            state => state.Notes.Exists(note => note is { Title: "Train", Text: "18:05" }),
            [
                Tap("Messages"), Tap("Ben Carter"), Home, Tap("Notes"), Tap("New note"), Tap("Title"), Type("Train"), Tap("Note"),
                Type("18:05"), Tap("Save")
            ]),
    ];
}
