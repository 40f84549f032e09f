namespace Qwen.Screens.Simulated.Phone.State;

/// <summary>A time of day at which the phone rings.</summary>
internal sealed class Alarm(int hour, int minute, string label)
{
    public int Hour { get; set; } = hour;

    public int Minute { get; set; } = minute;

    public string Label { get; set; } = label;

    public bool IsOn { get; set; }

    public string Time => $"{Hour:00}:{Minute:00}";
}
