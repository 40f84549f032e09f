namespace Qwen.VisionLanguage.Models;

/// <summary>Remembers in a converted form's folder when it was last loaded, so that forms which nobody uses can be told.</summary>
internal static class FormUse
{
    private const string Name = "last-used";

    /// <summary>Notes that the form is loaded now. A folder that cannot be written stays without the note.</summary>
    public static void Record(string formFolder)
    {
        try
        {
            var path = Path.Combine(formFolder, Name);
            if (!File.Exists(path))
                File.Create(path).Dispose();
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // a form on a disk that is read only is used all the same
        }
    }

    /// <summary>When the form was last loaded; where that is not known, when its newest file was written.</summary>
    public static DateTimeOffset Read(string formFolder)
    {
        var path = Path.Combine(formFolder, Name);
        return File.Exists(path)
            ? File.GetLastWriteTimeUtc(path)
            : Directory.EnumerateFiles(formFolder)
                .Select(File.GetLastWriteTimeUtc)
                .DefaultIfEmpty(Directory.GetLastWriteTimeUtc(formFolder))
                .Max();
    }
}
