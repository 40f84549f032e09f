using Qwen.Screens.Simulated.Phone.State;
using static Qwen.Screens.Simulated.Tasks.Do;

namespace Qwen.Screens.Simulated.Tasks;

/// <summary>Tasks in the address book.</summary>
internal static class ContactsTasks
{
    public static IReadOnlyList<PhoneTask> All { get; } =
    [
        new("contacts-add", "Add the contact Åsa Öberg with the number +46 8 555 0199.",
            state => state.Contacts.Exists(contact => contact is { Name: "Åsa Öberg", Number: "+46 8 555 0199" }),
            [Tap("Contacts"), Tap("Add contact"), Tap("Name"), Type("Åsa Öberg"), Tap("Number"), Type("+46 8 555 0199"), Tap("Save")]),
        new("contacts-delete", "Delete the contact Hugo Weber.",
            state => state.Contacts.Count == 12 && !state.Contacts.Exists(contact => contact.Name == "Hugo Weber"),
            [Tap("Contacts"), Tap("Hugo Weber"), Tap("Delete contact"), Tap("Delete")]),
        new("contacts-call", "Call Zoe Adams.", state => state.Calls is ["Zoe Adams"], [Tap("Contacts"), Tap("Zoe Adams"), Tap("Call")]),
        new("contacts-favourite", "Mark Ivy Chen as a favourite contact.",
            state => state.Contacts.Where(contact => contact.IsFavourite).Select(contact => contact.Name).SequenceEqual(["Ivy Chen"]),
            [Tap("Contacts"), Tap("Ivy Chen"), Tap("Favourite")]),
        new("contacts-edit", "Change the number of Ben Carter to +44 20 5550 999.",
            state => state.Contacts.Exists(contact => contact is { Name: "Ben Carter", Number: "+44 20 5550 999" }),
            [Tap("Contacts"), Tap("Ben Carter"), Tap("Edit"), Tap("Number"), Clear, Type("+44 20 5550 999"), Tap("Save")]),
        new("contacts-search", "Search the contacts for Elena and call her.", state => state.Calls is ["Elena Rossi"],
            [Tap("Contacts"), Tap("Search contacts"), Type("Elena"), Tap("Elena Rossi"), Tap("Call")]),
        new("contacts-message", "Write to Grace Lee from her contact page: On my way",
            state => state.Threads.Exists(thread => thread.Name == "Grace Lee" && thread.Messages is [{ Text: "On my way", IsOwn: true }]),
            [Tap("Contacts"), Tap("Grace Lee"), Tap("Message"), Tap("Message"), Type("On my way"), Tap("Send")]),
    ];
}
