using System.Globalization;

namespace Qwen.Cli.Terminal;

/// <summary>How long work will still take that consists of equal pieces, by how long those took that are done.</summary>
/// <param name="clock">Whose time; null for the system's.</param>
internal sealed class TimeLeft(TimeProvider? clock = null)
{
    private readonly TimeProvider clock = clock ?? TimeProvider.System;
    private long? start;

    /// <summary>What to append to a line about the work: ", about 3 min left", or nothing while nobody can tell.</summary>
    /// <param name="done">Pieces that are done.</param>
    /// <param name="total">Pieces there are.</param>
    public string Describe(long done, long total)
    {
        start ??= clock.GetTimestamp();
        if (done <= 0 || total <= done)
            return "";
        var left = clock.GetElapsedTime(start.Value) / done * (total - done);
        return left switch
        {
            { TotalSeconds: < 1 } => "",
            { TotalSeconds: < 90 } => Round(left.TotalSeconds, "s"),
            { TotalMinutes: < 90 } => Round(left.TotalMinutes, "min"),
            _ => Round(left.TotalHours, "h"),
        };
    }

    private static string Round(double amount, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $", about {amount:0} {unit} left");
}
