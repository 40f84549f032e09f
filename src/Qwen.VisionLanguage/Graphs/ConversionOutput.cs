using System.Globalization;
using System.Runtime.ExceptionServices;
using Qwen.Shared.Files;
using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Graphs;

/// <summary>
/// What every conversion does with its folder: one writer at a time, whole files only, damaged files anew, and a sentence when the
/// disk says no.
/// </summary>
internal static class ConversionOutput
{
    private const long SpareDiskBytes = 64L << 20;
    private const int BufferBytes = 1 << 20;

    /// <summary>Sees to it that the files are in the folder, as they were written.</summary>
    /// <param name="checkpoint">Their source.</param>
    /// <param name="precision">How weights are stored.</param>
    /// <param name="folder">Where they lie; created where absent. A folder that holds them all need not be writable.</param>
    /// <param name="files">Their names.</param>
    /// <param name="write">Writes what the manifest does not cover.</param>
    /// <param name="cancellationToken">Stops waiting for another process.</param>
    /// <param name="calibration">What the form has to be calibrated with; null where that does not matter.</param>
    /// <exception cref="QwenException">The folder cannot be written, or the disk is full.</exception>
    public static void Complete(
        Checkpoint checkpoint, QwenPrecision precision, string folder, IEnumerable<string> files, Action<ConversionManifest> write,
        CancellationToken cancellationToken, string? calibration = null)
    {
        string[] names = [.. files];
        IReadOnlyList<string> damaged = [];
        try
        {
            // looked at before anything is locked or written: what is complete is often shared and read-only
            if (ConversionManifest.Find(folder, checkpoint, precision, calibration) is { } complete && complete.Covers(folder, names))
            {
                damaged = ConversionCheck.FindDamaged(folder, complete, names, cancellationToken);
                if (damaged.Count == 0)
                    return;
            }

            Directory.CreateDirectory(folder);
            using var converting = ConversionLock.Take(folder, cancellationToken);
            var manifest = ConversionManifest.Open(folder, checkpoint, precision, calibration);
            var finished = names.Where(name => manifest.Covers(folder, [name])).ToList();
            foreach (var name in ConversionCheck.FindDamaged(folder, manifest, finished, cancellationToken))
                manifest.Remove(folder, name);
            if (manifest.Covers(folder, names))
                return;
            foreach (var leftover in Directory.EnumerateFiles(folder, "*.tmp"))
                File.Delete(leftover);
            write(manifest);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            var what = damaged.Count == 0
                ? "could not be written to"
                : $"is damaged ({string.Join(", ", damaged)}) and could not be made anew in";
            throw new QwenException(
                $"The converted form of {checkpoint.Folder} {what} {folder}: {error.Message.TrimEnd('.')}. " +
                $"Free the disk, or name another folder ({ConvertedFolder.Variable}, QwenModelOptions.ConvertedFolder).", error);
        }
    }

    /// <summary>Writes a file aside and gives it its name when it is whole.</summary>
    /// <exception cref="IOException">The disk says no: <see cref="Complete"/> tells what to do.</exception>
    public static void WriteWhole(string folder, string name, Action<Stream> write)
    {
        try
        {
            WholeFile.Write(Path.Combine(folder, name), stream =>
            {
                using var buffered = new BufferedStream(stream, BufferBytes);
                write(buffered);
            });
        }
        catch (QwenException error) when (error.InnerException is IOException or UnauthorizedAccessException)
        {
            ExceptionDispatchInfo.Throw(error.InnerException);
        }
    }

    /// <summary>Refuses a conversion that would not fit on the disk.</summary>
    public static void RequireSpace(string folder, long bytes)
    {
        var free = new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        if (free < bytes + SpareDiskBytes)
        {
            throw new QwenException(string.Create(
                CultureInfo.InvariantCulture,
                $"The converted form needs {bytes / 1e9:0.00} GB in {folder}, but only {free / 1e9:0.00} GB are free there."));
        }
    }
}
