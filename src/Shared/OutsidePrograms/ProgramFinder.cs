namespace Qwen.Shared.OutsidePrograms;

/// <summary>
/// Finds programs in the folders of the search path and nowhere else: not in the current folder, not beside this program.
/// </summary>
internal static class ProgramFinder
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Full path of a program; null where there is none.</summary>
    /// <param name="name">A name without folder, or a path.</param>
    public static string? Find(string name)
    {
        if (name.AsSpan().ContainsAny(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar))
            return IsProgram(Path.GetFullPath(name)) ? Path.GetFullPath(name) : null;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.Where(Path.IsPathFullyQualified)
            .Select(folder => Path.Combine(folder, WithExtension(name)))
            .FirstOrDefault(IsProgram);
    }

    /// <summary>The name of a program's file on this system.</summary>
    public static string WithExtension(string name) =>
        OperatingSystem.IsWindows() && !Path.HasExtension(name) ? name + ".exe" : name;

    private static bool IsProgram(string path) =>
        File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & AnyExecute) != 0);
}
