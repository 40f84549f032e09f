using System.Text.Json;
using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Graphs;

/// <summary>Ties converted files to their source: a file counts only if it is listed here with its size and hashes.</summary>
internal sealed record ConversionManifest
{
    /// <summary>Raised whenever the graphs or the packing change, so that older conversions are done again.</summary>
    public const int CurrentVersion = 5;

    private const string FileName = "manifest.json";

    public int Version { get; init; } = CurrentVersion;

    /// <summary>Fingerprint of the source checkpoint, without an adapter.</summary>
    public required string Source { get; init; }

    /// <summary>Fingerprint of the adapter that is merged; null where there is none.</summary>
    public string? Adapter { get; init; }

    /// <summary>How weights are stored.</summary>
    public required QwenPrecision Precision { get; init; }

    /// <summary>Name of what the form was calibrated with; null where it was not.</summary>
    public string? Calibration { get; init; }

    /// <summary>What became of the matrices of a quantised checkpoint, a sentence for each kind.</summary>
    public IReadOnlyList<string> Weights { get; init; } = [];

    /// <summary>Why an older form is made anew, as the end of a sentence; null where there was none.</summary>
    public string? Replaced { get; init; }

    /// <summary>What a person is told while files are written.</summary>
    public string Stage => Replaced is null ? "Converting" : $"Converting again ({Replaced})";

    /// <summary>Finished files.</summary>
    public Dictionary<string, ConvertedFile> Files { get; init; } = [];

    /// <summary>
    /// The folder's manifest where it fits the source and this version of the converter; otherwise a new one, and stale files are removed.
    /// </summary>
    public static ConversionManifest Open(string folder, Checkpoint source, QwenPrecision precision, string? calibration = null)
    {
        if (Find(folder, source, precision, calibration) is { } found)
            return found;
        var old = Read(folder);
        foreach (var file in Directory.EnumerateFiles(folder).Where(IsConverted))
            File.Delete(file);
        return new ConversionManifest
        {
            Source = source.BaseFingerprint,
            Adapter = source.AdapterFingerprint,
            Precision = precision,
            Calibration = calibration,
            Weights = new WeightPlan(source, precision).Describe(),
            Replaced = old is null ? null
                : old.Version != CurrentVersion ? "the form is of another version of this library"
                : old.IsMadeFrom(source) && old.Precision == precision ? "the form was calibrated otherwise"
                : "the form was made from other weights",
        };
    }

    /// <summary>The folder's manifest where it fits the source and this version of the converter; null otherwise.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="source">The checkpoint.</param>
    /// <param name="precision">How weights are stored.</param>
    /// <param name="calibration">What it has to be calibrated with; null where that does not matter.</param>
    public static ConversionManifest? Find(string folder, Checkpoint source, QwenPrecision precision, string? calibration = null)
        => Read(folder) is { } found && found.IsMadeFrom(source) && found.Precision == precision
            && (calibration is null || found.Calibration == calibration) ? found : null;

    /// <summary>The folder's manifest, whatever it was made from; null where there is none, or none that can be read.</summary>
    public static ConversionManifest? Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            return null;
        try
        {
            var found = ManifestJson.ReadManifest(JsonFile.ReadBytes(path));
            return found.Files.All(IsSound) ? found : null;
        }
        catch (Exception error) when (error is JsonException or QwenException)
        {
            return null; // cut off or damaged: convert anew
        }
    }

    /// <summary>Whether this version of the converter made it from these weights and this adapter.</summary>
    public bool IsMadeFrom(Checkpoint source)
        => Version == CurrentVersion && Source == source.BaseFingerprint && Adapter == source.AdapterFingerprint;

    /// <summary>Removes a folder's manifest, so that its files are made anew.</summary>
    /// <exception cref="QwenException">It cannot be removed.</exception>
    public static void Forget(string folder)
    {
        try
        {
            File.Delete(Path.Combine(folder, FileName));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new QwenException($"What lies in {folder} cannot be replaced: {error.Message}", error);
        }
    }

    /// <summary>Whether all files are finished.</summary>
    public bool Covers(string folder, IEnumerable<string> files)
        => files.All(file => Files.TryGetValue(file, out var known)
            && new FileInfo(Path.Combine(folder, file)) is { Exists: true } info && info.Length == known.Length);

    /// <summary>Takes a finished file into the manifest on disk.</summary>
    public void Add(string folder, string file)
    {
        var path = Path.Combine(folder, file);
        Files[file] = new ConvertedFile(new FileInfo(path).Length, ChunkHashes.Compute(path, CancellationToken.None));
        Save(folder);
    }

    /// <summary>Takes a file that is to be made anew out of the manifest on disk.</summary>
    public void Remove(string folder, string file)
    {
        Files.Remove(file);
        Save(folder);
    }

    private void Save(string folder) => ConversionOutput.WriteWhole(folder, FileName, stream => ManifestJson.Write(stream, this));

    private static bool IsSound(KeyValuePair<string, ConvertedFile> entry)
        => CheckpointFiles.IsPlainName(entry.Key) && entry.Value.Length >= 0
            && entry.Value.Hashes.Length % ChunkHashes.HashBytes == 0;

    private static bool IsConverted(string path) => Path.GetExtension(path) is ".bin" or ".onnx" or ".json" or ".tmp";
}
