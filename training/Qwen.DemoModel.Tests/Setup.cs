using System.Runtime.CompilerServices;
using Qwen.DemoModel.Drawing;
using Qwen.DemoModel.Native;

namespace Qwen.DemoModel.Tests;

/// <summary>What the program does at its start.</summary>
internal static class Setup
{
    /// <summary>The checkpoint that the repository carries.</summary>
    public static string DemoModel { get; } = FindDemoModel();

    [ModuleInitializer]
    internal static void Initialize()
    {
        TorchLibraries.Prepare();
        Fonts.Load("/usr/share/fonts/truetype", Environment.GetFolderPath(Environment.SpecialFolder.Fonts));
    }

    private static string FindDemoModel()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "models", "demo", "config.json")))
                return Path.Combine(folder.FullName, "models", "demo");
        }

        throw new DirectoryNotFoundException("No models/demo above the tests.");
    }
}
