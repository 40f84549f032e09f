using Qwen.Shared.Files;
using Qwen.VisionLanguage;

namespace Qwen.Cli.Files;

/// <summary>
/// Writes a file whose parts are worth keeping: whole it gets its name; where the work ends before, what is there by then is kept beside
/// it, under a name that says so.
/// </summary>
internal static class PartialFile
{
    /// <summary>The name of what was kept: <c>report.partial.md</c>.</summary>
    public static string NameOf(string path) => Path.ChangeExtension(path, ".partial" + Path.GetExtension(path));

    /// <summary>Writes the file.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="write">Writes; an error it ends in goes on to the caller.</param>
    /// <param name="isWorthKeeping">Asked after an error, whether anything was written that is to be kept.</param>
    /// <exception cref="QwenException">The file cannot be written.</exception>
    public static Task WriteAsync(string path, Func<Stream, Task> write, Func<bool> isWorthKeeping) =>
        WholeFile.WriteAsync(path, async temporary =>
        {
            try
            {
                await using var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
                await write(stream);
                return true;
            }
            catch (Exception) when (isWorthKeeping())
            {
                File.Move(temporary, NameOf(path), overwrite: true);
                throw;
            }
        });
}
