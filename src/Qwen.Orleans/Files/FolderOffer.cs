namespace Qwen.Orleans.Files;

/// <summary>What a silo said of its files.</summary>
/// <param name="Machine">The machine's name: silos of one machine see the same files.</param>
/// <param name="Folders">Its folders, in full.</param>
[GenerateSerializer]
[Immutable]
internal sealed record FolderOffer([property: Id(0)] string Machine, [property: Id(1)] string[] Folders)
{
    /// <summary>Whether a file lies in one of the folders, by names only: the silo itself looks where links lead.</summary>
    public bool Holds(string file) => Array.Exists(Folders, folder => IsInside(file, folder));

    /// <summary>Whether whoever says this has all that another offer has.</summary>
    public bool Covers(FolderOffer other) =>
        Machine == other.Machine && Array.TrueForAll(other.Folders, folder => Array.Exists(Folders, own => IsInside(folder, own)));

    /// <summary>Whether the same is said.</summary>
    public bool Equals(FolderOffer? other) => other is not null && Machine == other.Machine && Folders.SequenceEqual(other.Folders);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Machine, Folders.Length);

    private static bool IsInside(string path, string folder)
    {
        var whole = Path.TrimEndingDirectorySeparator(folder);
        return path.StartsWith(whole, StringComparison.Ordinal)
            && (path.Length == whole.Length || Path.EndsInDirectorySeparator(whole) || path[whole.Length] is '/' or '\\');
    }
}
