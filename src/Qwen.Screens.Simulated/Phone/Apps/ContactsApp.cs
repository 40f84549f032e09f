using Qwen.Screens.Simulated.Kit;
using Qwen.Screens.Simulated.Phone.State;
using SkiaSharp;

namespace Qwen.Screens.Simulated.Phone.Apps;

/// <summary>The address book.</summary>
internal sealed class ContactsApp(PhoneShell shell) : PhoneApp(shell)
{
    public override string Id => "app.contacts";

    public override string Name => "Contacts";

    public override Icon Icon => Icon.Person;

    public override SKColor Colour => new(0x1F, 0x7A, 0x5C);

    private List<Contact> All => Shell.State.Contacts;

    public override Page CreateStart()
    {
        var query = new TextInput("Search contacts");
        return new Page(Name, () => CreateList(query))
        {
            Floating = new IconButton(Icon.Add, "Add contact", () => Shell.Push(CreateEditor(null))) { Size = 56, IsFilled = true },
        };
    }

    private IEnumerable<View> CreateList(TextInput query)
    {
        yield return new Stack([Field(query, Icon.Search)]) { Padding = 12 };
        var found = All.Where(contact => contact.Name.Contains(query.Text.Trim(), StringComparison.CurrentCultureIgnoreCase))
            .OrderBy(contact => contact.Name, StringComparer.InvariantCulture);
        foreach (var contact in found)
        {
            yield return new ListRow(contact.Name, () => Shell.Push(CreateDetails(contact)))
            {
                Disc = ChooseDisc(contact.Name), Value = contact.IsFavourite ? "★" : "",
            };
        }

        yield return new Space(72); // the round button hides no row at the end
    }

    private Page CreateDetails(Contact contact) => new("Contact", () =>
    [
        new Space(16),
        new Avatar(contact.Name, ChooseDisc(contact.Name)),
        new Stack([
            new TextView(contact.Name) { Size = 24, Bold = true, Align = 0.5f },
            new TextView(contact.Number) { Size = 16, Muted = true, Align = 0.5f }
        ]) { Padding = 12, Gap = 4 },
        new Strip(
        [
            new Button("Call", () => Call(contact)),
            new Button("Message", () => Write(contact)) { Look = ButtonLook.Tonal },
        ]) { Gap = 12, Padding = 16 },
        new Space(16),
        new Card(new Stack(
        [
            new ListRow("Favourite", () => contact.IsFavourite = !contact.IsFavourite)
            {
                Icon = Icon.Star,
                IsOn = contact.IsFavourite,
                Role = ViewRole.Switch
            },
            new ListRow("Delete contact", () => Delete(contact)) { Icon = Icon.Trash },
        ])),
    ])
    {
        Actions = () => [new IconButton(Icon.Edit, "Edit", () => Shell.Push(CreateEditor(contact)))],
    };

    private Page CreateEditor(Contact? contact)
    {
        var name = new TextInput("Name") { Text = contact?.Name ?? "" };
        var number = new TextInput("Number") { Text = contact?.Number ?? "" };
        return new Page(contact is null ? "New contact" : "Edit contact", () =>
        [
            new Stack(
                [
                    Field(name, Icon.Person),
                    Field(number, Icon.Call),
                    new Button("Save", () => Save(contact, name.Text.Trim(), number.Text.Trim()))
                ])
            {
                Padding = 16, Gap = 16,
            },
        ]);
    }

    private void Save(Contact? contact, string name, string number)
    {
        if (name.Length == 0)
        {
            Shell.Say("A name is needed");
            return;
        }

        if (contact is null)
            All.Add(new Contact(name, number));
        else
            (contact.Name, contact.Number) = (name, number);
        Shell.Pop();
        Shell.Say("Contact saved");
    }

    private void Delete(Contact contact) =>
        Shell.Confirm("Delete contact?", $"{contact.Name} will be gone from this phone.", "Delete", () =>
        {
            All.Remove(contact);
            Shell.Pop();
            Shell.Say("Contact deleted");
        });

    private void Write(Contact contact)
    {
        var messages = Shell.Apps.OfType<MessagesApp>().First();
        Shell.Open(messages);
        messages.Write(contact.Name);
    }

    private void Call(Contact contact)
    {
        Shell.State.Calls.Add(contact.Name);
        Shell.Push(new Page("Call", () =>
        [
            new Space(48),
            new Avatar(contact.Name, ChooseDisc(contact.Name)),
            new Stack([
                new TextView(contact.Name) { Size = 24, Bold = true, Align = 0.5f },
                new TextView("Calling…") { Muted = true, Align = 0.5f }
            ]) { Padding = 16 },
            new Space(32),
            new Strip([new Button("End call", Shell.Pop) { Look = ButtonLook.Danger }]) { Padding = 48 },
        ]));
    }
}
