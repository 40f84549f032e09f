using System.Text.Json;
using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Profiles;

/// <summary>Reads profiles: the embedded ones, and one of a user.</summary>
internal static class ProfileFile
{
    private const string Resource = "Qwen.VisionLanguage.Profiles.profiles.json";
    private static readonly Lazy<ProfileList> Known = new(ReadEmbedded);

    /// <summary>What the library knows.</summary>
    public static ProfileList Embedded => Known.Value;

    /// <summary>A file with one profile.</summary>
    /// <exception cref="QwenException">It cannot be read, or is none.</exception>
    public static QwenProfile Read(string path)
    {
        if (!File.Exists(path))
            throw new QwenException($"There is no profile {path}: no such file.");
        using var document = JsonFile.Open(path);
        try
        {
            var profile = document.RootElement.Deserialize(ProfileJson.Default.QwenProfile)!;
            return Problem(profile) is { } problem ? throw new QwenException($"{path} is no profile: {problem}") : profile;
        }
        catch (JsonException error)
        {
            throw new QwenException(
                $"{path} is no profile: {error.Message.TrimEnd('.')}. It is one JSON object with name, source and what differs.", error);
        }
    }

    private static string? Problem(QwenProfile profile) => profile switch
    {
        { Name: null or "" } or { Source: null } => "its name or its source is empty.",
        { MinPixels: <= 0 } or { MaxPixels: <= 0 } or { Pages.LongestSide: <= 0 } => "a size must be positive.",
        { MinPixels: { } least, MaxPixels: { } most } when least > most => $"min_pixels {least} is above max_pixels {most}.",
        { Pages: { Prompt: null or "" } } => "the prompt of its pages is empty.",
        { Screens: { Contract: null } } or { Screens: { DesktopTask: null } } => "its screens lack contract or desktop_task.",
        _ => null,
    };

    private static ProfileList ReadEmbedded()
    {
        using var stream = typeof(ProfileFile).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is not in the assembly.");
        return JsonSerializer.Deserialize(stream, ProfileJson.Default.ProfileList)!;
    }
}
