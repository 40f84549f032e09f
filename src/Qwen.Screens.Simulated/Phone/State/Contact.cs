namespace Qwen.Screens.Simulated.Phone.State;

/// <summary>A person in the address book.</summary>
internal sealed class Contact(string name, string number)
{
    public string Name { get; set; } = name;

    public string Number { get; set; } = number;

    public bool IsFavourite { get; set; }
}
