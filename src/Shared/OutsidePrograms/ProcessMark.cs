using System.Globalization;

namespace Qwen.Shared.OutsidePrograms;

/// <summary>
/// A variable in the environment of a program by which those that it started are found, also when they have left its session. Linux shows
/// the environment of one's own processes; elsewhere nothing is found.
/// </summary>
internal static class ProcessMark
{
    /// <summary>The variable's name.</summary>
    public const string Variable = "QWENVL_OUTSIDE_PROGRAM";

    // one that starts others faster than they are found is not chased for ever
    private const int MaxRounds = 8;

    /// <summary>How the marks of all programs of this process begin.</summary>
    public static string OfThisProcess { get; } = Guid.NewGuid().ToString("N");

    /// <summary>A mark that no other program has.</summary>
    public static string Create() => $"{OfThisProcess}-{Guid.NewGuid():N}";

    /// <summary>Kills every process that carries a mark.</summary>
    public static void Kill(string mark)
    {
        if (!OperatingSystem.IsLinux())
            return;
        var text = System.Text.Encoding.ASCII.GetBytes($"{Variable}={mark}");
        for (var round = 0; round < MaxRounds; round++)
        {
            int[] found = [.. Directory.EnumerateDirectories("/proc").Select(Number).Where(id => id > 0 && Carries(id, text))];
            if (found.Length == 0)
                return;
            foreach (var id in found)
                _ = LibC.Kill(id, LibC.SigKill);
        }
    }

    private static int Number(string folder) =>
        int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;

    private static bool Carries(int id, byte[] text)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{id}/environ").AsSpan().IndexOf(text) >= 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false; // it has ended, or is another user's
        }
    }
}
