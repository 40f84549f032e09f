namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>The folders of a path that were not there before, so that work that comes to nothing leaves none of them.</summary>
internal sealed class MadeFolders
{
    private readonly List<string> absent = []; // the innermost first

    /// <summary>Notes which folders of the path are absent now. Nothing is made.</summary>
    public MadeFolders(string folder)
    {
        var path = Path.TrimEndingDirectorySeparator(folder);
        for (; path is not null && !Path.Exists(path); path = Path.GetDirectoryName(path))
            absent.Add(path);
    }

    /// <summary>Removes those that are there by now and hold nothing.</summary>
    public void RemoveEmpty()
    {
        try
        {
            foreach (var folder in absent.Where(Directory.Exists))
                Directory.Delete(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // it holds something, or somebody else made it his own meanwhile
        }
    }
}
