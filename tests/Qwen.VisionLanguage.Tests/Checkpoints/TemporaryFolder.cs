namespace Qwen.VisionLanguage.Tests.Checkpoints;

/// <summary>A folder of its own for one test, removed at the end.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    /// <summary>Full path; the folder exists.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("qwenvl-test-").FullName;

    /// <summary>A path inside.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
