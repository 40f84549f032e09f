using Qwen.VisionLanguage;

namespace Qwen.Cli.Serving;

/// <summary>Folders whose files callers may name.</summary>
internal static class FileFolders
{
    /// <summary>Their full paths.</summary>
    /// <exception cref="QwenException">One is not there.</exception>
    public static IEnumerable<string> Require(IEnumerable<string> folders)
    {
        foreach (var folder in folders)
        {
            yield return Directory.Exists(folder)
                ? Path.GetFullPath(folder)
                : throw new QwenException($"There is no folder '{folder}' to read files in.");
        }
    }
}
