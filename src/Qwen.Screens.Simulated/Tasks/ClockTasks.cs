using Qwen.Screens.Simulated.Phone.State;
using static Qwen.Screens.Simulated.Tasks.Do;

namespace Qwen.Screens.Simulated.Tasks;

/// <summary>Tasks in the clock.</summary>
internal static class ClockTasks
{
    public static IReadOnlyList<PhoneTask> All { get; } =
    [
        new("clock-alarm-add", "Set an alarm for 09:10 with the label Market.",
            state => state.Alarms.Exists(alarm => alarm is { Time: "09:10", Label: "Market", IsOn: true }),
            [
                Tap("Clock"), Tap("Add alarm"), Tap("Hour up"), Tap("Minute up"), Tap("Minute up"), Tap("Label"), Type("Market"),
                Tap("Save alarm")
            ]),
        new("clock-alarm-off", "Turn off the alarm at 07:00.", state =>
            state.Alarms.Exists(alarm => alarm is { Time: "07:00", IsOn: false }),
            [Tap("Clock"), Tap("07:00")]),
        new("clock-alarm-delete", "Delete the alarm at 09:30.", state =>
            state.Alarms is [{ Time: "07:00" }], [Tap("Clock"), Hold("09:30"), Tap("Delete")]),
        new("clock-timer", "Start a timer of 10 minutes.", state => state.Countdown is { Minutes: 10, IsRunning: true },
            [Tap("Clock"), Tap("Timer"), Tap("10 min"), Tap("Start timer")]),
        new("clock-stopwatch", "Run the stopwatch for at least five seconds, take one lap and stop it.",
            state => state.Stopwatch is { IsRunning: false, Laps: [var lap] } && lap >= TimeSpan.FromSeconds(5),
            [Tap("Clock"), Tap("Stopwatch"), Tap("Start"), Wait(5), Tap("Lap"), Tap("Stop")]),
    ];
}
