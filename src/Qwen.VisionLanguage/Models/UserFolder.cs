namespace Qwen.VisionLanguage.Models;

/// <summary>The folder <c>qwenvl</c> in the user's local data, where what belongs to no checkpoint's folder is kept.</summary>
internal static class UserFolder
{
    /// <summary>Its full path; null where the user has no home.</summary>
    public static string? Find() => Below(Environment.SpecialFolderOption.DoNotVerify);

    /// <summary>The same, only where the user's local data are there: for what is not worth to make a home's first folders.</summary>
    public static string? FindInUse() => Below(Environment.SpecialFolderOption.None);

    // an empty or relative home would put files wherever the program happens to run
    private static string? Below(Environment.SpecialFolderOption option)
    {
        var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, option);
        return Path.IsPathFullyQualified(data) ? Path.Combine(data, "qwenvl") : null;
    }
}
