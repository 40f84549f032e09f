namespace Qwen.Testing;

/// <summary>Finds files of the checkout that tests run in.</summary>
public static class RepositoryFiles
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The embedded demo checkpoint.</summary>
    public static string DemoCheckpoint => Path.Combine(Root, "models", "demo");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Qwen.SemanticKernel.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"No Qwen.SemanticKernel.sln above {AppContext.BaseDirectory}: run the tests from a checkout.");
    }
}
