namespace Qwen.Cli.Files;

/// <summary>
/// Where what is made of input files goes: into one file, or into a folder that gets a file for each of them.
/// </summary>
internal static class OutputTarget
{
    /// <summary>Whether a path means a folder: there is one, it ends as one, or it has no file ending.</summary>
    public static bool IsFolder(string path) =>
        Directory.Exists(path) || Path.EndsInDirectorySeparator(path) || !Path.HasExtension(path);

    /// <summary>The file for each input, in their order; inputs of equal names get files of different ones.</summary>
    /// <param name="path">What the command line says: a file for a single input, or a folder.</param>
    /// <param name="inputs">The input files.</param>
    /// <param name="ending">What the name of a file in the folder ends with, after the input's own name, for example
    /// <c>-drawn.png</c>.</param>
    public static IReadOnlyList<string> Choose(string path, IReadOnlyList<string> inputs, string ending)
    {
        if (!IsFolder(path))
            return [path];
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return [.. inputs.Select(input => Path.Combine(path, Free(NameOf(input))))];

        static string NameOf(string input) =>
            input == InputFiles.StandardInput ? "stdin" : Path.GetFileNameWithoutExtension(input);

        string Free(string name)
        {
            var free = name + ending;
            for (var i = 2; !taken.Add(free); i++)
                free = $"{name}-{i}{ending}";
            return free;
        }
    }

    /// <summary>What is wrong with such a path; null when nothing is.</summary>
    /// <param name="option">Name of the option.</param>
    /// <param name="path">Its value.</param>
    /// <param name="inputs">The input files.</param>
    public static string? FindMistake(string option, string path, IReadOnlyList<string> inputs)
    {
        if (IsFolder(path))
            return null;
        if (inputs.Count > 1)
            return $"{option} names one file, but there are {inputs.Count} to work on: name a folder.";
        return inputs.Any(input => input != InputFiles.StandardInput && Path.GetFullPath(input) == Path.GetFullPath(path))
            ? $"{option} would overwrite '{path}' itself."
            : null;
    }
}
