namespace Qwen.Orleans;

/// <summary>A list of items that lies where the silos can read it; it is read as the job goes on, never as a whole.</summary>
[GenerateSerializer]
[Immutable]
public sealed record JobSource
{
    /// <summary>A folder, or a file of lines.</summary>
    [Id(0)]
    internal string Path { get; init; } = "";

    /// <summary>Names of files that are meant; null where <see cref="Path"/> is a file of lines.</summary>
    [Id(1)]
    internal string? Pattern { get; init; }

    [Id(2)]
    internal bool Recursive { get; init; }

    /// <summary>The files of a folder, in the order of their paths.</summary>
    /// <param name="path">The folder, one that the silos may read.</param>
    /// <param name="pattern">Which names are meant, with * and ?; several are separated by semicolons.</param>
    /// <param name="recursive">Whether folders in it are meant, too; links are not followed.</param>
    public static JobSource Folder(string path, string pattern = "*", bool recursive = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentException.ThrowIfNullOrWhiteSpace(pattern);
        return new JobSource { Path = path, Pattern = pattern, Recursive = recursive };
    }

    /// <summary>A file with one item in each line: a path, or an object with <c>file</c> and optionally <c>page</c>, <c>start</c>,
    /// <c>end</c> and <c>id</c>. Paths may be relative to the file's own folder.</summary>
    /// <param name="path">The file, in a folder that the silos may read.</param>
    public static JobSource Lines(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new JobSource { Path = path };
    }

    /// <inheritdoc/>
    public override string ToString() =>
        Pattern is null ? Path : System.IO.Path.Combine(Path, Recursive ? "**" : "", Pattern);
}
