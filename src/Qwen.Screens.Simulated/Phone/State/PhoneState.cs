namespace Qwen.Screens.Simulated.Phone.State;

/// <summary>Everything that a phone remembers, as plain data: what tasks set up and what their success is read from.</summary>
internal sealed class PhoneState
{
    public PhoneSettings Settings { get; set; } = new();

    public List<Contact> Contacts { get; } =
    [
        new("Alice Brown", "+44 20 5550 101"), new("Ben Carter", "+44 20 5550 102"), new("Chloé Martin", "+33 1 5550 103"),
        new("David Jones", "+44 20 5550 104"), new("Elena Rossi", "+39 06 5550 105"), new("Farid Haddad", "+44 20 5550 106"),
        new("Grace Lee", "+1 212 5550 107"), new("Hugo Weber", "+49 30 5550 108"), new("Ivy Chen", "+1 415 5550 109"),
        new("Jonas Berg", "+47 22 5550 110"), new("Mila Novak", "+420 2 5550 111"), new("Oscar Silva", "+351 21 5550 112"),
        new("Zoe Adams", "+44 20 5550 113"),
    ];

    public List<MessageThread> Threads { get; } =
    [
        new("Alice Brown", [new("Are we still on for lunch?", false), new(
            "Yes! 12:30 at the harbour", true), new("Great, see you there", false)]) { IsUnread = true },
        new("Ben Carter", [new("The train leaves at 18:05 from platform 4.", false)]) { IsUnread = true },
        new("Elena Rossi", [new("Happy birthday!", true), new("Thank you so much", false)]),
        new("Library", [new("Your book is due on 2 October.", false)]),
    ];

    public List<Note> Notes { get; } =
    [
        new() { Title = "Shopping list", Text = "Milk\nBread\nApples" },
        new() { Title = "Ideas", Text = "Learn to sail" },
        new() { Title = "Wi-Fi guest code", Text = "harbour-2291" },
    ];

    public List<Alarm> Alarms { get; } = [new(7, 0, "Wake up") { IsOn = true }, new(9, 30, "Weekend")];

    public Stopwatch Stopwatch { get; } = new();

    public Countdown Countdown { get; } = new();

    public ShopState Shop { get; } = new();

    /// <summary>Names of those who were called, in order.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>Addresses that the browser went to, in order.</summary>
    public List<Uri> Visits { get; } = [];
}
