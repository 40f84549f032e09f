namespace Qwen.Screens.Simulated.Phone.State;

/// <summary>A note.</summary>
internal sealed class Note
{
    public string Title { get; set; } = "";

    public string Text { get; set; } = "";

    public bool IsPinned { get; set; }
}
