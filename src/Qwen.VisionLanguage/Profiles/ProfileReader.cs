using System.Text.Json;
using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Profiles;

/// <summary>
/// Reads profiles from JSON: keys in snake case, and none that nobody knows. By hand, because every program reads the known ones when it
/// starts, and a serializer would take longer to get ready than a model to load.
/// </summary>
internal static class ProfileReader
{
    private const int Largest = int.MaxValue;

    /// <summary>One profile.</summary>
    /// <param name="file">Where it stands, for messages.</param>
    /// <param name="json">The object.</param>
    /// <exception cref="QwenException">It is none.</exception>
    public static QwenProfile Read(string file, JsonElement json)
    {
        var section = new ConfigSection(file, "", json);
        section.RefuseOthers("name", "source", "match", "system_text", "min_pixels", "max_pixels", "pages", "screens");
        var profile = new QwenProfile
        {
            Name = section.Text("name"),
            Source = section.Text("source"),
            Match = section.FindTexts("match"),
            SystemText = section.FindText("system_text"),
            MinPixels = section.FindInt("min_pixels", 1, Largest),
            MaxPixels = section.FindInt("max_pixels", 1, Largest),
            Pages = section.Find("pages") is { } pages ? ReadPages(pages) : null,
            Screens = section.Find("screens") is { } screens ? ReadScreens(screens) : null,
        };
        return profile.MinPixels > profile.MaxPixels
            ? throw section.Unfit("min_pixels", $"at most 'max_pixels', which is {profile.MaxPixels}")
            : profile;
    }

    /// <summary>A model that is refused by name.</summary>
    /// <inheritdoc cref="Read"/>
    public static RefusedModel ReadRefused(string file, JsonElement json)
    {
        var section = new ConfigSection(file, "", json);
        section.RefuseOthers("match", "architectures", "what");
        return new RefusedModel(section.FindTexts("match"), section.FindTexts("architectures"), section.Text("what"));
    }

    private static PageProfile ReadPages(ConfigSection section)
    {
        section.RefuseOthers("prompt", "longest_side", "text_first", "front_matter");
        return new PageProfile
        {
            Prompt = section.Text("prompt"),
            LongestSide = section.FindInt("longest_side", 1, Largest),
            TextFirst = section.FindFlag("text_first") ?? false,
            FrontMatter = section.FindFlag("front_matter") ?? false,
        };
    }

    private static ScreenProfile ReadScreens(ConfigSection section)
    {
        section.RefuseOthers("contract", "system_text", "desktop_task", "phone_task", "place_task", "later");
        return new ScreenProfile
        {
            Contract = section.Text("contract"),
            SystemText = section.FindText("system_text"),
            DesktopTask = section.Text("desktop_task"),
            PhoneTask = section.FindText("phone_task"),
            PlaceTask = section.FindText("place_task"),
            Later = section.FindText("later"),
        };
    }
}
