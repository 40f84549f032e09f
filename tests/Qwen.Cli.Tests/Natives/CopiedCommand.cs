using Qwen.Testing;

namespace Qwen.Cli.Tests.Natives;

/// <summary>A copy of the command whose native libraries can be taken away, run as processes of their own. Not thread-safe.</summary>
public sealed class CopiedCommand : IDisposable
{
    private readonly TempFolder folder = new();

    public CopiedCommand()
    {
        var source = AppContext.BaseDirectory;
        var files = new DirectoryInfo(source).EnumerateFiles().Where(file => file.Extension is ".dll" or ".json")
            .Concat(new DirectoryInfo(Path.Combine(source, "runtimes")).EnumerateFiles("*", SearchOption.AllDirectories));
        foreach (var file in files)
        {
            var target = folder.File(Path.GetRelativePath(source, file.FullName));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            file.CopyTo(target);
        }
    }

    /// <summary>The files of a native library.</summary>
    public IReadOnlyList<string> FilesOf(string library) =>
        [.. Directory.EnumerateFiles(folder.File("runtimes"), $"*{library}*", SearchOption.AllDirectories)];

    /// <summary>Moves a native library into another folder until the returned object is disposed.</summary>
    public IDisposable Without(string library, string target)
    {
        var moved = FilesOf(library).ToDictionary(file => file, file => Path.Combine(target, Path.GetFileName(file)));
        Assert.NotEmpty(moved);
        foreach (var (from, to) in moved)
            File.Move(from, to);
        return new Restored(moved);
    }

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables that are added.</param>
    /// <returns>What it said on both ends.</returns>
    internal Task<CommandRun> RunAsync(string[] arguments, params (string Name, string Value)[] environment) =>
        ChildRun.StartAsync(folder.File("qwenvl.dll"), arguments, RepositoryFiles.Root, environment); // there is the demo model

    public void Dispose() => folder.Dispose();

    private sealed class Restored(Dictionary<string, string> moved) : IDisposable
    {
        public void Dispose()
        {
            foreach (var (from, to) in moved)
                File.Move(to, from, overwrite: true);
        }
    }
}
