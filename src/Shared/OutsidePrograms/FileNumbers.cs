using System.Runtime.InteropServices;
using Qwen.VisionLanguage;

namespace Qwen.Shared.OutsidePrograms;

/// <summary>Numbers of open files, kept open and away from the lowest ones for as long as this object lives.</summary>
internal sealed class FileNumbers : IDisposable
{
    private readonly List<SafeHandle> held = [];
    private readonly List<Microsoft.Win32.SafeHandles.SafeFileHandle> copies = [];

    /// <summary>
    /// The number of a file, or of a copy where it is below <paramref name="lowest"/>, as in a process without standard files.
    /// </summary>
    public int Above(SafeHandle file, int lowest)
    {
        var added = false;
        file.DangerousAddRef(ref added);
        held.Add(file);
        var number = (int)file.DangerousGetHandle();
        if (number >= lowest || !OperatingSystem.IsLinux())
            return number;
        var copy = LibC.Control(number, LibC.DuplicateAbove, lowest);
        if (copy < 0)
            throw new QwenException("Too many files are open: a program could not be started.");
        copies.Add(new Microsoft.Win32.SafeHandles.SafeFileHandle(copy, ownsHandle: true));
        return copy;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        copies.ForEach(copy => copy.Dispose());
        held.ForEach(file => file.DangerousRelease());
    }
}
