namespace Qwen.Screens.Simulated.Phone.State;

/// <summary>What was written with one person.</summary>
internal sealed class MessageThread(string name, IEnumerable<Message> messages)
{
    public string Name { get; } = name;

    public List<Message> Messages { get; } = [.. messages];

    public bool IsUnread { get; set; }
}
