using System.Globalization;
using Qwen.Screens.Simulated.Kit;
using Qwen.Screens.Simulated.Phone.State;
using SkiaSharp;

namespace Qwen.Screens.Simulated.Phone.Apps;

/// <summary>Alarms, timer and stopwatch.</summary>
internal sealed class ClockApp(PhoneShell shell) : PhoneApp(shell)
{
    private static readonly int[] Durations = [1, 3, 5, 10, 15, 30]; // minutes
    private string part = "Alarms";

    public override string Id => "app.clock";

    public override string Name => "Clock";

    public override Icon Icon => Icon.Clock;

    public override SKColor Colour => new(0x6D, 0x3F, 0xB8);

    private List<Alarm> Alarms => Shell.State.Alarms;

    private Countdown Countdown => Shell.State.Countdown;

    private Stopwatch Stopwatch => Shell.State.Stopwatch;

    public override Page CreateStart() => new(Name, () => part switch
    {
        "Timer" => CreateTimer(),
        "Stopwatch" => CreateStopwatch(),
        _ => CreateAlarms(),
    })
    {
        Foot = () => new Strip([Tab(Icon.Bell, "Alarms"), Tab(Icon.Timer, "Timer"), Tab(Icon.Clock, "Stopwatch")]),
    };

    private TabView Tab(Icon icon, string name) => new(icon, name, part == name, () => part = name);

    private IEnumerable<View> CreateAlarms()
    {
        yield return new Space(8);
        foreach (var alarm in Alarms.OrderBy(alarm => (alarm.Hour, alarm.Minute)))
        {
            yield return new Card(new Stack(
            [
                new ListRow(alarm.Time, () => alarm.IsOn = !alarm.IsOn)
                {
                    Detail = alarm.Label, IsOn = alarm.IsOn, Role = ViewRole.Switch, IsBold = true, LongPress = () => Delete(alarm),
                },
            ]));
            yield return new Space(8);
        }

        yield return new Stack([new Button("Add alarm", () => Shell.Push(CreateEditor())) { Look = ButtonLook.Tonal }]) { Padding = 12 };
    }

    private void Delete(Alarm alarm) =>
        Shell.Confirm("Delete alarm?", $"{alarm.Time} {alarm.Label}", "Delete", () => Alarms.Remove(alarm));

    private Page CreateEditor()
    {
        var alarm = new Alarm(8, 0, "") { IsOn = true };
        var label = new TextInput("Label");
        return new Page("New alarm", () =>
        [
            new Space(12),
            new TextView(alarm.Time) { Size = 52, Align = 0.5f },
            new Space(8),
            Steps("Hour", by => alarm.Hour = (alarm.Hour + by + 24) % 24),
            Steps("Minute", by => alarm.Minute = (alarm.Minute + 5 * by + 60) % 60),
            new Stack([Field(label), new Button("Save alarm", () => Save(alarm, label.Text.Trim()))]) { Padding = 16, Gap = 16 },
        ]);
    }

    private static Strip Steps(string name, Action<int> step) => new(
    [
        new IconButton(Icon.Remove, $"{name} down", () => step(-1)) { Size = 52 },
        new TextView(name) { Size = 16, Align = 0.5f },
        new IconButton(Icon.Add, $"{name} up", () => step(1)) { Size = 52 },
    ]) { Padding = 40 };

    private void Save(Alarm alarm, string label)
    {
        alarm.Label = label.Length > 0 ? label : "Alarm";
        Alarms.Add(alarm);
        Shell.Pop();
        Shell.Say($"Alarm set for {alarm.Time}");
    }

    private IEnumerable<View> CreateTimer()
    {
        var left = Countdown.GetLeft(Shell.Now);
        yield return new Space(24);
        yield return new TextView(left.ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture)) { Size = 44, Align = 0.5f };
        if (Countdown.IsRunning && left == TimeSpan.Zero)
            yield return new TextView("Time is up") { Size = 18, Bold = true, Align = 0.5f };
        yield return new Space(16);
        if (Countdown.IsRunning)
        {
            yield return new Strip([new Button("Cancel timer", Countdown.Cancel) { Look = ButtonLook.Tonal }]) { Padding = 24 };
            yield break;
        }

        foreach (var row in Durations.Chunk(3))
        {
            yield return new Strip(
                row.Select(minutes => new Button($"{minutes} min", () => Countdown.Minutes = minutes) { Look = ButtonLook.Tonal }))
            {
                Padding = 16, Gap = 8,
            };
            yield return new Space(8);
        }

        yield return new Space(8);
        yield return new Strip([new Button("Start timer", () => Countdown.Start(Shell.Now))]) { Padding = 16 };
    }

    private IEnumerable<View> CreateStopwatch()
    {
        yield return new Space(24);
        yield return new TextView(Format(Stopwatch.GetElapsed(Shell.Now))) { Size = 44, Align = 0.5f };
        yield return new Space(16);
        yield return new Strip(Stopwatch.IsRunning
            ? [new Button("Lap", () => Stopwatch.Laps.Add(Stopwatch.GetElapsed(Shell.Now)))
            {
                Look = ButtonLook.Tonal
            }, new Button("Stop", () => Stopwatch.Stop(Shell.Now))]
            : [new Button("Reset", Stopwatch.Reset) { Look = ButtonLook.Tonal }, new Button("Start", () => Stopwatch.Start(Shell.Now))])
            {
                Padding = 16,
                Gap = 12
            };
        yield return new Space(12);
        for (var i = Stopwatch.Laps.Count - 1; i >= 0; i--)
            yield return new ListRow($"Lap {i + 1}") { Value = Format(Stopwatch.Laps[i]) };
    }

    private static string Format(TimeSpan time) => time.ToString(@"mm\:ss\.f", CultureInfo.InvariantCulture);
}
