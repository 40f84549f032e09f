using System.Runtime.CompilerServices;
using Qwen.VisionLanguage.Models;

namespace Qwen.Cli.Tests;

/// <summary>The models of this suite: a folder of its own, so that those of whoever runs the tests are neither seen nor touched.</summary>
internal static class OwnModels
{
    public static string Folder { get; } = Directory.CreateTempSubdirectory("qwenvl-models-").FullName;

    [ModuleInitializer]
    internal static void Use()
    {
        Environment.SetEnvironmentVariable(ModelHome.FolderVariable, Folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Folder, recursive: true);
    }
}
