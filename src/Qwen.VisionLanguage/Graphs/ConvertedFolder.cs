using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Graphs;

/// <summary>Where the converted forms of a checkpoint lie when the caller does not say.</summary>
internal static class ConvertedFolder
{
    /// <summary>
    /// A folder <c>.qwenvl</c> inside the checkpoint's own; where that cannot be written, one in the user's local data, named after
    /// the checkpoint's fingerprint.
    /// </summary>
    public static string Default(Checkpoint checkpoint)
    {
        var beside = Path.Combine(checkpoint.Folder, ".qwenvl");
        return IsWritable(beside)
            ? beside
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "qwenvl", checkpoint.Fingerprint);
    }

    /// <summary>As <see cref="Default(Checkpoint)"/>, but the folder beside the checkpoint also where it cannot be written and holds the form already.</summary>
    public static string Default(Checkpoint checkpoint, GraphForm form)
    {
        var beside = Path.Combine(checkpoint.Folder, ".qwenvl");
        return Converter.IsConverted(checkpoint, form, beside) ? beside : Default(checkpoint);
    }

    private static bool IsWritable(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            using var probe = new FileStream(
                Path.Combine(folder, Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
