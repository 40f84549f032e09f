using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Models;

namespace Qwen.VisionLanguage.Graphs;

/// <summary>Where the converted forms of a checkpoint lie when the caller does not say.</summary>
internal static class ConvertedFolder
{
    /// <summary>Environment variable that names a folder for the converted forms of all checkpoints.</summary>
    public const string Variable = "QWENVL_CONVERTED";

    /// <summary>
    /// A folder <c>.qwenvl</c> inside the checkpoint's own, or inside that of the adapter where one is merged; where that cannot be
    /// written, one in the user's local data, named after the checkpoint's fingerprint. Where <see cref="Variable"/> names a folder, one
    /// of that name there instead of both.
    /// </summary>
    /// <exception cref="QwenException">None of them can be written.</exception>
    public static string Default(Checkpoint checkpoint)
    {
        string[] folders = Named(checkpoint) is { } named ? [named] : Candidates(checkpoint);
        return folders.FirstOrDefault(IsWritable) ?? throw new QwenException(
            $"The converted form of {checkpoint.Folder} cannot be kept: {string.Join(" and ", folders)} cannot be written. Name a folder "
            + $"in {Variable}, or one for this model (QwenModelOptions.ConvertedFolder).");
    }

    /// <summary>
    /// As <see cref="Default(Checkpoint)"/>, but the folder beside the checkpoint also where another one is meant and it holds the form
    /// already.
    /// </summary>
    /// <param name="checkpoint">The source.</param>
    /// <param name="form">The form that is wanted.</param>
    /// <param name="files">Names of its files.</param>
    public static string Default(Checkpoint checkpoint, GraphForm form, IEnumerable<string> files)
        => IsComplete(checkpoint, form, files, Beside(checkpoint)) ? Beside(checkpoint) : Default(checkpoint);

    /// <summary>Whether a folder holds all files of a form, made from this checkpoint.</summary>
    public static bool IsComplete(Checkpoint checkpoint, GraphForm form, IEnumerable<string> files, string parentFolder)
    {
        var folder = Path.Combine(parentFolder, form.FolderName);
        return ConversionManifest.Find(folder, checkpoint, form.Precision)?.Covers(folder, files) == true;
    }

    /// <summary>All folders that <see cref="Default(Checkpoint)"/> may be, whether they are there or not.</summary>
    public static string[] Candidates(Checkpoint checkpoint)
    {
        string?[] folders = [Named(checkpoint), Beside(checkpoint), OfUser(checkpoint)];
        return [.. folders.OfType<string>()];
    }

    /// <summary>The folder for converted forms inside that of a checkpoint or an adapter.</summary>
    public static string Inside(string folder) => Path.Combine(folder, ".qwenvl");

    private static string Beside(Checkpoint checkpoint) => Inside(checkpoint.AdapterFolder ?? checkpoint.Folder);

    private static string? Named(Checkpoint checkpoint) => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder
        ? Path.Combine(Path.GetFullPath(folder), checkpoint.Fingerprint)
        : null;

    private static string? OfUser(Checkpoint checkpoint) =>
        UserFolder.Find() is { } folder ? Path.Combine(folder, checkpoint.Fingerprint) : null;

    private static bool IsWritable(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            using var probe = new FileStream(
                Path.Combine(folder, Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1,
                FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
