using Qwen.Screens.Simulated.Kit;
using Qwen.Screens.Simulated.Phone.State;
using SkiaSharp;

namespace Qwen.Screens.Simulated.Phone.Apps;

/// <summary>Messages.</summary>
internal sealed class MessagesApp(PhoneShell shell) : PhoneApp(shell)
{
    public override string Id => "app.messages";

    public override string Name => "Messages";

    public override Icon Icon => Icon.Message;

    public override SKColor Colour => new(0x1F, 0x5F, 0xD6);

    private List<MessageThread> Threads => Shell.State.Threads;

    public override Page CreateStart() => new(Name, () => Threads.Select(CreateRow))
    {
        Floating = new IconButton(Icon.Edit, "New message", () => Shell.Push(CreateChoice())) { Size = 56, IsFilled = true },
    };

    /// <summary>Opens what was written with somebody, or an empty sheet.</summary>
    public void Write(string name)
    {
        if (Threads.Find(thread => thread.Name == name) is not { } thread)
            Threads.Insert(0, thread = new MessageThread(name, []));
        Show(thread);
    }

    private ListRow CreateRow(MessageThread thread) => new(thread.Name, () => Show(thread))
    {
        Detail = thread.Messages.Count > 0 ? thread.Messages[^1].Text.ReplaceLineEndings(" ") : "",
        Disc = ChooseDisc(thread.Name), IsBold = thread.IsUnread, Value = thread.IsUnread ? "●" : "",
        LongPress = () =>
            Shell.Confirm("Delete conversation?", $"All messages with {thread.Name} will be gone.", "Delete", () => Threads.Remove(thread)),
    };

    private Page CreateChoice()
    {
        var query = new TextInput("To");
        return new Page("New message", () =>
        [
            new Stack([Field(query, Icon.Person)]) { Padding = 12 },
            .. Shell.State.Contacts.Where(contact => contact.Name.Contains(query.Text.Trim(), StringComparison.CurrentCultureIgnoreCase))
                .OrderBy(contact => contact.Name, StringComparer.InvariantCulture)
                .Select(contact =>
                    new ListRow(contact.Name, () => Choose(contact.Name)) { Detail = contact.Number, Disc = ChooseDisc(contact.Name) }),
        ]);
    }

    private void Choose(string name)
    {
        Shell.Pop();
        Write(name);
    }

    private void Show(MessageThread thread)
    {
        thread.IsUnread = false;
        var text = new TextInput("Message");
        Page? page = null;
        page = new Page(thread.Name, () =>
        [
            new Stack(thread.Messages.Select(message => new Bubble(message.Text, message.IsOwn))) { Padding = 12, Gap = 8 },
        ])
        {
            Actions = () => [new IconButton(Icon.Call, "Call", () => Shell.State.Calls.Add(thread.Name))],
            Foot = () => new Strip([Field(text), new IconButton(Icon.Send, "Send", () => Send(thread, text, page!)) { IsFilled = true }])
            {
                Gap = 8,
                Padding = 10
            },
        };
        page.Scroll.MoveToEnd();
        Shell.Push(page);
    }

    private static void Send(MessageThread thread, TextInput text, Page page)
    {
        if (text.Text.Trim().Length == 0)
            return;
        thread.Messages.Add(new Message(text.Text.Trim(), true));
        text.Clear();
        page.Scroll.MoveToEnd();
    }
}
