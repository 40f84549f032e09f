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
