namespace Qwen.VisionLanguage.Videos;

/// <summary>A video from memory in a private temporary file, for as long as this object lives.</summary>
internal sealed class SpooledVideo : IDisposable
{
    /// <summary>How names of this process's files begin.</summary>
    public static string NamePrefix { get; } = $"qwenvl-{Environment.ProcessId}-";

    private SpooledVideo(string path) => Path = path;

    /// <summary>The temporary file.</summary>
    public string Path { get; }

    /// <summary>Writes the bytes to a file that only this user may read.</summary>
    public static async Task<SpooledVideo> CreateAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var spooled = new SpooledVideo(System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"{NamePrefix}{Guid.NewGuid():N}.video"));
        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Options = FileOptions.Asynchronous
            };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            await using var stream = new FileStream(spooled.Path, options);
            await stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
            return spooled;
        }
        catch
        {
            spooled.Dispose();
            throw;
        }
    }

    /// <summary>Removes the file.</summary>
    public void Dispose() => File.Delete(Path);
}
