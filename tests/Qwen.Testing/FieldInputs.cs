using Xunit;

namespace Qwen.Testing;

/// <summary>Small inputs that went wrong in the field: the folder named by <c>QWENVL_FIELD</c>, else <c>../shared/field</c>.</summary>
public static class FieldInputs
{
    /// <summary>The folder, whether it exists or not.</summary>
    public static string Folder { get; } =
        Environment.GetEnvironmentVariable("QWENVL_FIELD") is { Length: > 0 } set
            ? set
            : Path.GetFullPath(Path.Combine(RepositoryFiles.Root, "..", "shared", "field"));

    /// <summary>The folders of a kind, by their names' start; skips the running test where there is none.</summary>
    public static IReadOnlyList<string> OfKind(string kind)
    {
        string[] folders = Directory.Exists(Folder) ? Directory.GetDirectories(Folder, kind + "*") : [];
        if (folders.Length == 0)
            Assert.Skip($"No inputs '{kind}*' are at {Folder} (set QWENVL_FIELD to their folder).");
        Array.Sort(folders, StringComparer.Ordinal);
        return folders;
    }

    /// <summary>The lines of a table of such inputs, parted at tabs.</summary>
    public static IReadOnlyList<string[]> Table(string file) =>
        [.. File.ReadLines(file).Where(line => line.Length > 0).Select(line => line.Split('\t'))];
}
