using Qwen.VisionLanguage;

namespace Qwen.Cli.Files;

/// <summary>Files named on the command line; naming one is the leave to read it.</summary>
internal static class InputFile
{
    /// <summary>Checks that there is such a file.</summary>
    /// <exception cref="QwenException">There is none, or it is a folder.</exception>
    public static void Require(string path)
    {
        if (Directory.Exists(path))
            throw new QwenException($"'{path}' is a folder: name the files in it.");
        if (!File.Exists(path))
            throw new QwenException($"There is no file '{path}': check the path.");
    }

    /// <summary>The file's bytes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">Largest file that is read.</param>
    /// <exception cref="QwenException">There is no such file, it is too large, or it may not be read.</exception>
    public static byte[] Read(string path, long maxBytes)
    {
        Require(path);
        using var file = SourceFile.Open(path);
        return file.Length > maxBytes
            ? throw new QwenException(
                $"'{path}' has {file.Length >> 20} MiB, more than the {maxBytes >> 20} MiB that are read: make it smaller.")
            : file.ReadStart((int)Math.Min(maxBytes, Array.MaxLength));
    }
}
