using System.Text.Json;
using System.Text.Json.Serialization;

namespace Qwen.VisionLanguage.Graphs;

/// <summary>Ties converted files to their source: a file counts only if it is listed here with its size.</summary>
internal sealed record ConversionManifest
{
    /// <summary>Raised whenever the graphs or the packing change, so that older conversions are done again.</summary>
    public const int CurrentVersion = 1;

    private const string FileName = "manifest.json";

    public int Version { get; init; } = CurrentVersion;

    /// <summary>Fingerprint of the source checkpoint.</summary>
    public required string Source { get; init; }

    /// <summary>How weights are stored.</summary>
    public required QwenPrecision Precision { get; init; }

    /// <summary>Finished files and their lengths in bytes.</summary>
    public Dictionary<string, long> Files { get; init; } = [];

    /// <summary>The folder's manifest where it fits the source and this version of the converter; otherwise a new one, and stale files are removed.</summary>
    public static ConversionManifest Open(string folder, string source, QwenPrecision precision)
    {
        var found = Read(folder);
        if (found is { Version: CurrentVersion } && found.Source == source && found.Precision == precision)
            return found;
        foreach (var file in Directory.EnumerateFiles(folder).Where(IsConverted))
            File.Delete(file);
        return new ConversionManifest { Source = source, Precision = precision };
    }

    /// <summary>Whether all files are finished.</summary>
    public bool Covers(string folder, IEnumerable<string> files)
        => files.All(file => Files.TryGetValue(file, out var length) && new FileInfo(Path.Combine(folder, file)) is { Exists: true } info && info.Length == length);

    /// <summary>Takes a finished file into the manifest on disk.</summary>
    public void Add(string folder, string file)
    {
        Files[file] = new FileInfo(Path.Combine(folder, file)).Length;
        var path = Path.Combine(folder, FileName);
        File.WriteAllBytes(path + ".tmp", JsonSerializer.SerializeToUtf8Bytes(this, ManifestJson.Default.ConversionManifest));
        File.Move(path + ".tmp", path, overwrite: true);
    }

    private static ConversionManifest? Read(string folder)
    {
        try
        {
            using var file = File.OpenRead(Path.Combine(folder, FileName));
            return JsonSerializer.Deserialize(file, ManifestJson.Default.ConversionManifest);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null; // no manifest, or one that was cut off: convert anew
        }
    }

    private static bool IsConverted(string path) => Path.GetExtension(path) is ".bin" or ".onnx" or ".json" or ".tmp";
}
