using Qwen.VisionLanguage;

namespace Qwen.Screens.Android;

/// <summary>Finds the package of an app that people name by what stands under its icon.</summary>
internal static class AndroidApps
{
    private const int MostSuggestions = 5;

    // packages differ between makers: the first that is installed is meant
    private static readonly Dictionary<string, string[]> Named = new()
    {
        ["settings"] = ["com.android.settings"],
        ["chrome"] = ["com.android.chrome"],
        ["browser"] = ["com.android.chrome", "com.android.browser", "org.mozilla.firefox"],
        ["contacts"] = ["com.google.android.contacts", "com.android.contacts"],
        ["messages"] = ["com.google.android.apps.messaging", "com.android.mms", "com.android.messaging"],
        ["phone"] = ["com.google.android.dialer", "com.android.dialer"],
        ["camera"] = ["com.google.android.GoogleCamera", "com.android.camera2", "com.android.camera"],
        ["clock"] = ["com.google.android.deskclock", "com.android.deskclock"],
        ["calendar"] = ["com.google.android.calendar", "com.android.calendar"],
        ["calculator"] = ["com.google.android.calculator", "com.android.calculator2"],
        ["files"] = ["com.google.android.documentsui", "com.android.documentsui"],
        ["photos"] = ["com.google.android.apps.photos", "com.android.gallery3d"],
        ["gallery"] = ["com.android.gallery3d", "com.google.android.apps.photos"],
        ["maps"] = ["com.google.android.apps.maps"],
        ["gmail"] = ["com.google.android.gm"],
        ["youtube"] = ["com.google.android.youtube"],
        ["play store"] = ["com.android.vending"],
    };

    /// <summary>The package that is meant.</summary>
    /// <param name="name">A package, or a name.</param>
    /// <param name="installed">Output of <c>pm list packages</c>.</param>
    /// <exception cref="QwenException">None is, or several are.</exception>
    public static string Find(string name, string installed)
    {
        var packages = installed.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line.StartsWith("package:", StringComparison.Ordinal)).Select(line => line["package:".Length..]).ToHashSet();
        if (packages.Contains(name))
            return name;
        var plain = name.Trim().ToLowerInvariant();
        if (Named.GetValueOrDefault(plain)?.FirstOrDefault(packages.Contains) is { } known)
            return known;

        // "File Manager" is com.example.filemanager
        var word = plain.Replace(" ", "", StringComparison.Ordinal);
        var close = packages.Where(package => word.Length > 0 && package.Contains(word, StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)
            .ToList();
        return close switch
        {
            [var only] => only,
            [] => throw new QwenException(
                $"No app '{name}' is installed on the device. Name its package, for example 'com.android.settings', "
                + "or open it from the launcher."),
            _ => throw new QwenException($"'{name}' may be any of {string.Join(", ", close.Take(MostSuggestions))}. Name the package."),
        };
    }
}
