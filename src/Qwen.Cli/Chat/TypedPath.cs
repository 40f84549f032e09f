using System.Text.RegularExpressions;

namespace Qwen.Cli.Chat;

/// <summary>
/// A path as people type it or drop it into a terminal: in quotes, with its blanks behind backslashes, from the home folder on, or as the
/// address that file managers copy.
/// </summary>
internal static partial class TypedPath
{
    /// <summary>The path that is meant.</summary>
    public static string Read(string typed)
    {
        var path = typed.Trim();
        if (File.Exists(path))
            return path;
        if (path is ['"' or '\'', .., var last] && path.Length > 2 && last == path[0])
            path = path[1..^1];
        else if (!OperatingSystem.IsWindows())
            path = Escaped().Replace(path, "$1");
        if (path.StartsWith("file://", StringComparison.Ordinal) && Uri.TryCreate(path, UriKind.Absolute, out var address))
            return address.LocalPath;
        return path == "~" || path.StartsWith("~/", StringComparison.Ordinal) || path.StartsWith(@"~\", StringComparison.Ordinal)
            ? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + path[1..]
            : path;
    }

    [GeneratedRegex(@"\\(.)")]
    private static partial Regex Escaped();
}
