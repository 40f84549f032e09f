using System.Text.Json;
using Qwen.Screens.Recording;
using Qwen.VisionLanguage;

namespace Qwen.Screens;

/// <summary>A recorded episode.</summary>
/// <param name="Folder">Where its pictures lie.</param>
/// <param name="Header">What it is about.</param>
/// <param name="Entries">Its steps.</param>
public sealed record Episode(string Folder, EpisodeHeader Header, IReadOnlyList<EpisodeEntry> Entries)
{
    /// <summary>Name of the file of steps.</summary>
    internal const string FileName = "episode.jsonl";

    /// <summary>Name of the page for people.</summary>
    public const string PageName = "episode.html";

    /// <summary>Reads an episode that <see cref="EpisodeRecorder"/> wrote; one that was cut off is read as far as it goes.</summary>
    /// <exception cref="QwenException">There is none, or a line of it cannot be read.</exception>
    public static Episode Read(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var path = Path.Combine(folder, FileName);
        EpisodeHeader? header = null;
        var entries = new List<EpisodeEntry>();
        foreach (var (line, json) in JsonLines.Read(path))
        {
            try
            {
                if (header is null)
                    header = json.Deserialize(ScreensJsonContext.Default.EpisodeHeader);
                else
                    entries.Add(json.Deserialize(ScreensJsonContext.Default.EpisodeEntry)!);
            }
            catch (JsonException error)
            {
                throw new QwenException($"Line {line} of {path} is no step of an episode: {error.Message}", error);
            }
        }

        return new Episode(folder, header ?? throw new QwenException($"{path} is empty: record an episode into it first."), entries);
    }

    /// <summary>A picture of the episode.</summary>
    /// <param name="name">Its file, as an entry names it.</param>
    /// <exception cref="QwenException">The name leads out of the episode's folder.</exception>
    public byte[] ReadPicture(string name) => Path.GetFileName(name) == name
        ? File.ReadAllBytes(Path.Combine(Folder, name))
        : throw new QwenException($"'{name}' is no file of the episode in {Folder}.");
}
