using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Profiles;

/// <summary>
/// What a fine-tune of the family was trained to be asked, as published: system text, prompts of pages, contract of screens, sizes of
/// pictures. Data, which tasks read. Immutable.
/// </summary>
public sealed class QwenProfile
{
    /// <summary>Its name, which options take.</summary>
    public required string Name { get; init; }

    /// <summary>Address of the model card or official code that all of it comes from.</summary>
    public required string Source { get; init; }

    /// <summary>Parts of models' names that it stands for, in lower case; none where it is only taken by name.</summary>
    public IReadOnlyList<string> Match { get; init; } = [];

    /// <summary>System text of a conversation that has none; null for that of the chat template.</summary>
    public string? SystemText { get; init; }

    /// <summary>Smallest area of a picture in pixels; null for the checkpoint's own.</summary>
    public int? MinPixels { get; init; }

    /// <summary>Largest area of a picture in pixels; null for the checkpoint's own.</summary>
    public int? MaxPixels { get; init; }

    /// <summary>How pages are asked for; null for QwenVL HTML.</summary>
    public PageProfile? Pages { get; init; }

    /// <summary>How the next action on a screen is asked for; null for Qwen2.5-VL's own tools.</summary>
    public ScreenProfile? Screens { get; init; }

    /// <summary>The published ones; the first is Qwen2.5-VL itself.</summary>
    public static IReadOnlyList<QwenProfile> Known => ProfileFile.Embedded.Profiles;

    /// <summary>The profile of a name, or of a file of one's own in the form of those that are known.</summary>
    /// <param name="nameOrFile">A name, or the path of a file that ends in <c>.json</c>.</param>
    /// <exception cref="QwenException">There is none of that name, or the file does not hold one.</exception>
    public static QwenProfile Find(string nameOrFile)
    {
        ArgumentNullException.ThrowIfNull(nameOrFile);
        if (nameOrFile.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            return ProfileFile.Read(nameOrFile);
        return Known.FirstOrDefault(profile => profile.Name.Equals(nameOrFile.Trim(), StringComparison.OrdinalIgnoreCase))
            ?? throw new QwenException(
                $"There is no profile '{JsonFile.Cut(nameOrFile)}'. Give the path of a .json file, or one of "
                + $"{string.Join(", ", Known.Select(profile => profile.Name))}.");
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
