using Qwen.VisionLanguage;

namespace Qwen.Cli;

/// <summary>The demo checkpoint that every command falls back to when no folder is named.</summary>
internal static class DemoModel
{
    /// <summary>
    /// Its folder: <c>models/demo</c> in the working directory or above it, otherwise beside the program.
    /// </summary>
    /// <exception cref="QwenException">It is at neither place.</exception>
    public static string Folder()
        => FindAbove(Directory.GetCurrentDirectory())
            ?? FindAbove(AppContext.BaseDirectory)
            ?? throw new QwenException(
                "There is no models/demo here or above: name the folder of a checkpoint, for example one that 'qwenvl fetch' made.");

    /// <summary>Whether a checkpoint that the command line names is the demo model, or a copy of it.</summary>
    /// <param name="checkpoint">What is named; null for nothing, and so for the demo model.</param>
    public static bool Is(string? checkpoint) => checkpoint is null
        || ((FindAbove(Directory.GetCurrentDirectory()) ?? FindAbove(AppContext.BaseDirectory)) is { } demo
            && (Path.TrimEndingDirectorySeparator(Path.GetFullPath(checkpoint)) == demo
                || (IsSame(checkpoint, demo, "config.json") && IsSame(checkpoint, demo, "model.safetensors"))));

    /// <summary>What is said before the demo model is asked what it never learned, since it answers all the same.</summary>
    /// <param name="what">What that is: "to describe videos".</param>
    /// <param name="instead">How another model is named.</param>
    public static string Unlearned(string what, string instead = "name another with --model") =>
        $"The demo model never learned {what}: it knows drawn shapes, printed text and drawn screens only; {instead}.";

    // by how it begins: weights of another training differ from their first matrix on
    private static bool IsSame(string folder, string demo, string file)
    {
        const int most = 1 << 20;
        var (path, own) = (Path.Combine(folder, file), Path.Combine(demo, file));
        if (!File.Exists(path) || !File.Exists(own) || new FileInfo(path).Length != new FileInfo(own).Length)
            return false;
        var (first, second) = (new byte[most], new byte[most]);
        using var one = File.OpenRead(path);
        using var other = File.OpenRead(own);
        return one.ReadAtLeast(first, most, throwOnEndOfStream: false) == other.ReadAtLeast(second, most, throwOnEndOfStream: false)
            && first.AsSpan().SequenceEqual(second);
    }

    private static string? FindAbove(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            var demo = Path.Combine(folder.FullName, "models", "demo");
            if (File.Exists(Path.Combine(demo, "config.json")))
                return demo;
        }

        return null;
    }
}
