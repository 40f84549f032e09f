using System.IO.Enumeration;

namespace Qwen.Cli.Files;

/// <summary>
/// The files that the command line means: files, folders, and patterns for shells that do not expand them, as on Windows: <c>*.png</c>,
/// <c>scans/**/*.jpg</c>.
/// </summary>
internal static class InputFiles
{
    /// <summary>Endings of pictures, and of documents whose pages are pictures.</summary>
    public static IReadOnlyList<string> Pictures { get; } =
        [".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".pdf"];

    /// <summary>Endings of videos.</summary>
    public static IReadOnlyList<string> Videos { get; } =
        [".mp4", ".m4v", ".webm", ".mkv", ".mov", ".avi", ".mpg", ".mpeg", ".ts", ".wmv", ".flv", ".ogv", ".3gp"];

    /// <summary>What stands for standard input.</summary>
    public const string StandardInput = "-";

    /// <summary>
    /// The files in the order in which they were named, those of a folder or pattern by their names, numbers in them by their size. What
    /// leads to no file stays as it is, and is told when it is read.
    /// </summary>
    /// <param name="named">What the command line says.</param>
    /// <param name="endings">Endings that a folder's files must have, and those of a pattern without an ending of its own.</param>
    public static IReadOnlyList<string> Expand(IReadOnlyList<string> named, IReadOnlyList<string> endings)
    {
        var files = new List<string>();
        foreach (var name in named)
        {
            if (name == StandardInput && files.Contains(name))
                continue; // it can be read once
            var home = AtHome(name);
            List<string> found = name == StandardInput || File.Exists(home) ? [home]
                : Directory.Exists(home) ? Find(home, "*", false, endings)
                : IsPattern(home) ? Match(home, endings)
                : [];
            files.AddRange(found.Count == 0 ? [name] : found.Count == 1 ? found : found.Where(file => !files.Contains(file)));
        }

        return files;
    }

    /// <summary>Whether a name is a pattern.</summary>
    public static bool IsPattern(string name) => name.AsSpan().ContainsAny('*', '?');

    // as a shell does it where the name is not in quotes
    private static string AtHome(string name) =>
        name.StartsWith("~/", StringComparison.Ordinal) && !Path.Exists(name)
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), name[2..])
            : name;

    private static List<string> Match(string pattern, IReadOnlyList<string> endings)
    {
        // folders without a sign of a pattern come first
        var parts = pattern.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar]);
        var first = Array.FindIndex(parts, IsPattern);
        var root = string.Join(Path.DirectorySeparatorChar, parts[..first]);
        if (first > 0 && parts[0].Length == 0 && first == 1)
            root = Path.DirectorySeparatorChar.ToString();
        IEnumerable<string> folders = [root];
        for (var i = first; i < parts.Length - 1; i++)
        {
            var part = parts[i];
            folders = part == "**"
                ? folders.SelectMany(folder => Folders(folder, "*", everywhere: true).Prepend(folder)).Distinct()
                : IsPattern(part) ? folders.SelectMany(folder => Folders(folder, part, everywhere: false))
                : folders.Select(folder => Path.Combine(folder, part));
        }

        var last = parts[^1];
        var anyEnding = Path.GetExtension(last) is { Length: > 1 } ending && !ending.Contains('*', StringComparison.Ordinal);
        return
        [
            .. folders.Where(folder => folder.Length == 0 || Directory.Exists(folder))
                .SelectMany(folder => Find(folder, last == "**" ? "*" : last, last == "**", anyEnding ? null : endings)).Distinct(),
        ];
    }

    private static List<string> Folders(string folder, string pattern, bool everywhere) =>
        Enumerate(folder, pattern, everywhere, isFolder: true);

    private static List<string> Find(string folder, string pattern, bool everywhere, IReadOnlyList<string>? endings) =>
    [
        .. Enumerate(folder, pattern, everywhere, isFolder: false)
            .Where(file => endings?.Contains(Path.GetExtension(file).ToLowerInvariant()) != false),
    ];

    // hidden names and what may not be looked into are passed over; links are followed to files, and not to folders
    private static List<string> Enumerate(string folder, string pattern, bool everywhere, bool isFolder)
    {
        if (folder.Length > 0 && !Directory.Exists(folder))
            return [];
        var ignoreCase = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS();
        var entries = new FileSystemEnumerable<string>(
            folder.Length == 0 ? "." : folder,
            (ref FileSystemEntry entry) => folder.Length == 0
                ? Path.GetRelativePath(".", entry.ToFullPath())
                : entry.ToSpecifiedFullPath(),
            new EnumerationOptions
            {
                RecurseSubdirectories = everywhere,
                IgnoreInaccessible = true,
                AttributesToSkip = FileAttributes.Hidden | FileAttributes.System,
            })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) =>
                entry.IsDirectory == isFolder && FileSystemName.MatchesSimpleExpression(pattern, entry.FileName, ignoreCase),
            ShouldRecursePredicate = (ref FileSystemEntry entry) => (entry.Attributes & FileAttributes.ReparsePoint) == 0,
        };
        List<string> found = [.. entries];
        found.Sort(NaturalOrder.Compare);
        return found;
    }
}
