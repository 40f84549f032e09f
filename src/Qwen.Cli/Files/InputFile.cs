using Qwen.VisionLanguage;

namespace Qwen.Cli.Files;

/// <summary>Files named on the command line; naming one is the leave to read it.</summary>
internal static class InputFile
{
    /// <summary>Checks that there is such a file, or that something is piped in where that is meant.</summary>
    /// <exception cref="QwenException">There is none, or it is a folder.</exception>
    public static void Require(string path)
    {
        if (path == InputFiles.StandardInput)
        {
            if (!Console.IsInputRedirected)
                throw new QwenException("'-' stands for standard input, and nothing is piped in: for example cat scan.png | qwenvl read -, "
                    + "or cat clip.mp4 | qwenvl watch -");
            return;
        }

        if (Directory.Exists(path))
            throw new QwenException($"'{path}' is a folder without files of the kind that is read here: name the files.");
        if (!File.Exists(path))
            throw new QwenException(InputFiles.IsPattern(path)
                ? $"No file matches '{path}': check the pattern and the folder."
                : $"There is no file '{path}': check the path.");
    }

    /// <summary>The file's bytes.</summary>
    /// <param name="path">The file; <c>-</c> for standard input. A pipe is read to its end.</param>
    /// <param name="maxBytes">Largest file that is read.</param>
    /// <exception cref="QwenException">There is no such file, it is too large, or it may not be read.</exception>
    public static byte[] Read(string path, long maxBytes)
    {
        Require(path);
        maxBytes = Math.Min(maxBytes, Array.MaxLength);
        if (OpenPipe(path) is { } pipe)
        {
            using (pipe)
                return ReadToEnd(pipe, path, maxBytes);
        }

        using var file = SourceFile.Open(path);
        return file.Length > maxBytes ? throw TooLarge(path, file.Length, maxBytes) : file.ReadStart((int)maxBytes);
    }

    /// <inheritdoc cref="Read"/>
    /// <param name="path">The file; <c>-</c> for standard input. A pipe is read to its end.</param>
    /// <param name="maxBytes">Largest file that is read.</param>
    /// <param name="cancellationToken">Stops waiting for a pipe into which nobody writes.</param>
    public static Task<byte[]> ReadAsync(string path, long maxBytes, CancellationToken cancellationToken) =>
        Task.Run(() => Read(path, maxBytes), cancellationToken).WaitAsync(cancellationToken);

    // what cannot be gone back in: standard input, a named pipe, <(command)
    private static Stream? OpenPipe(string path)
    {
        if (path == InputFiles.StandardInput)
            return Console.OpenStandardInput();
        if (OperatingSystem.IsWindows())
            return null;
        try
        {
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            if (!stream.CanSeek)
                return stream;
            stream.Dispose();
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return null; // reading it as a file says why
        }
    }

    private static byte[] ReadToEnd(Stream pipe, string path, long maxBytes)
    {
        try
        {
            using var kept = new MemoryStream();
            var piece = new byte[1 << 16];
            for (int read; (read = pipe.Read(piece)) > 0;)
            {
                if (kept.Length + read > maxBytes)
                    throw TooLarge(path, kept.Length + read, maxBytes);
                kept.Write(piece, 0, read);
            }

            return kept.Length > 0
                ? kept.ToArray()
                : throw new QwenException($"{Name(path)} held nothing: check the command that writes into it.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new QwenException($"{Name(path)} cannot be read: {error.Message}", error);
        }
    }

    private static QwenException TooLarge(string path, long length, long maxBytes) =>
        new($"{Name(path)} has {length >> 20} MiB or more, and {maxBytes >> 20} MiB are read: make it smaller.");

    private static string Name(string path) => path == InputFiles.StandardInput ? "Standard input" : $"'{path}'";
}
