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
            return ProfileReader.Read(path, document.RootElement);
        }
        catch (QwenException error)
        {
            throw new QwenException(
                $"This is no profile. {error.Message} A profile is one JSON object with name, source and what differs.", error);
        }
    }

    private static ProfileList ReadEmbedded()
    {
        using var stream = typeof(ProfileFile).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is not in the assembly.");
        using var document = JsonDocument.Parse(stream);
        var (profiles, refused) = (new List<QwenProfile>(), new List<RefusedModel>());
        foreach (var profile in document.RootElement.GetProperty("profiles").EnumerateArray())
            profiles.Add(ProfileReader.Read(Resource, profile));
        foreach (var model in document.RootElement.GetProperty("refused").EnumerateArray())
            refused.Add(ProfileReader.ReadRefused(Resource, model));
        return new ProfileList(profiles, refused);
    }
}
