using System.Globalization;
using Qwen.Shared.OutsidePrograms;

namespace Qwen.VisionLanguage.Tests.Videos;

/// <summary>Programs that this process has started and that still run, but for their caretaker, as Linux tells; none elsewhere.</summary>
internal static class ChildPrograms
{
    /// <summary>Their names and numbers.</summary>
    public static IEnumerable<(string Name, int Id)> Running()
    {
        if (!OperatingSystem.IsLinux())
            yield break;
        foreach (var folder in Directory.GetDirectories("/proc").Where(d => Path.GetFileName(d).All(char.IsDigit)))
        {
            if (ReadOrNull(Path.Combine(folder, "stat")) is not { } stat)
                continue; // it has ended
            var end = stat.LastIndexOf(')');
            if (Path.GetFileName(folder) == $"{Caretaker.Id}")
                continue;
            if (stat[(end + 2)..].Split(' ')[1] == $"{Environment.ProcessId}")
                yield return (stat[(stat.IndexOf('(', StringComparison.Ordinal) + 1)..end], int.Parse(
                    Path.GetFileName(folder), CultureInfo.InvariantCulture));
        }
    }

    /// <summary>
    /// Runs an action and gives the largest memory, in bytes, that one of the programs it started held; 0 where nobody tells.
    /// </summary>
    public static async Task<long> PeakMemoryAsync(Func<Task> action)
    {
        long peak = 0;
        using var done = new CancellationTokenSource();
        var watch = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                // until it has become another program, a child still has the memory of this one
                foreach (var (_, id) in Running().Where(child => child.Name.StartsWith("ff", StringComparison.Ordinal)))
                    peak = Math.Max(peak, ResidentBytes(id));
                await Task.Delay(25);
            }
        });
        try
        {
            await action();
        }
        finally
        {
            await done.CancelAsync();
            await watch;
        }

        return peak;
    }

    private static long ResidentBytes(int id)
    {
        var line = ReadOrNull($"/proc/{id}/status")?.Split('\n').FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return line is null
            ? 0
            : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024;
    }

    private static string? ReadOrNull(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
