using System.Globalization;

namespace Qwen.Shared.OutsidePrograms;

/// <summary>Processor time of all programs of a session, as Linux shows it.</summary>
internal static class SessionTime
{
    // the system counts for programs in hundredths of a second, whatever it does itself
    private const double UnitsPerSecond = 100;

    // places behind the name, which is in brackets: the session, then user and system time of itself and of those it has waited for
    private const int Session = 3, FirstTime = 11, Times = 4;

    /// <summary>The time; null where nobody of the session is seen.</summary>
    public static TimeSpan? Read(int session)
    {
        TimeSpan? sum = null;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (char.IsAsciiDigit(Path.GetFileName(folder.AsSpan())[0]) && ReadOne(folder, session) is { } time)
                sum = (sum ?? TimeSpan.Zero) + time;
        }

        return sum;
    }

    private static TimeSpan? ReadOne(string folder, int session)
    {
        try
        {
            var text = File.ReadAllText(folder + "/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return Number(fields[Session]) == session
                ? TimeSpan.FromSeconds(fields.Skip(FirstTime).Take(Times).Sum(Number) / UnitsPerSecond)
                : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null; // it has ended
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
