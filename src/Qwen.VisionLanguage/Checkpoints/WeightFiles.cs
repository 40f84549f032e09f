using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>The weight files of a folder.</summary>
/// <param name="Paths">One file, or shards.</param>
/// <param name="Owners">Which file an index gives a tensor, by the name in the files; empty without an index.</param>
internal sealed partial record WeightFiles(IReadOnlyList<string> Paths, IReadOnlyDictionary<string, string> Owners)
{
    private static readonly Dictionary<string, string> Nobody = [];

    /// <summary>Finds the files: the shards of the index where they are there, one file, or shards that no index lists.</summary>
    /// <param name="folder">The checkpoint.</param>
    /// <param name="notes">Receives a sentence where more lies there than is read.</param>
    /// <exception cref="QwenException">There are none, or some are missing.</exception>
    public static WeightFiles Find(string folder, List<string> notes)
    {
        var single = Path.Combine(folder, CheckpointFiles.SingleFile);
        var index = Path.Combine(folder, CheckpointFiles.IndexFile);
        if (!CheckpointFiles.IsThere(index))
            return CheckpointFiles.IsThere(single) ? new WeightFiles([single], Nobody) : WithoutIndex(folder, notes);

        var owners = ReadIndex(index);
        var shards = owners.Values.Distinct().Order(StringComparer.Ordinal).ToList();
        var missing = shards.Where(name => !CheckpointFiles.IsThere(Path.Combine(folder, name))).ToList();
        var beside = CheckpointFiles.IsThere(single) && !shards.Contains(CheckpointFiles.SingleFile);
        if (missing.Count == 0)
        {
            if (beside)
            {
                notes.Add(
                    $"{folder} holds weights twice: {CheckpointFiles.SingleFile}, and {shards.Count} files that "
                    + $"{CheckpointFiles.IndexFile} lists. The listed ones are read; remove what is not meant.");
            }

            return new WeightFiles([.. shards.Select(name => Path.Combine(folder, name))], owners);
        }

        if (beside)
        {
            notes.Add(
                $"{index} lists files that are not there ({CheckpointFiles.Few(missing)}); {CheckpointFiles.SingleFile} is read. "
                + "Remove the index if that file is meant.");
            return new WeightFiles([single], Nobody);
        }

        var others = Candidates(folder).Except(shards).ToList();
        throw new QwenException($"{folder} lacks {missing.Count} of {shards.Count} weight files: {CheckpointFiles.Few(missing)}. "
            + (others.Count == 0
                ? "The download is not complete; run it again and it fetches only what is missing."
                : $"There are others that {CheckpointFiles.IndexFile} does not list ({CheckpointFiles.Few(others)}): "
                    + "give files and index the same names, or fetch the missing ones."));
    }

    private static WeightFiles WithoutIndex(string folder, List<string> notes)
    {
        var names = Candidates(folder).ToList();
        if (names.Count == 0)
            throw new QwenException($"{folder} {CheckpointFiles.WithoutWeights(folder)}");

        var series = names.Select(name => (Name: name, Match: Shard().Match(name))).Where(found => found.Match.Success)
            .GroupBy(found => (Stem: found.Match.Groups[1].Value, Count: Number(found.Match, 3)))
            .OrderBy(group => group.Key.Stem != "model").FirstOrDefault();
        if (series is not null)
        {
            var present = series.Select(found => Number(found.Match, 2)).ToHashSet();
            var lacking = Enumerable.Range(1, Math.Min(series.Key.Count, 9999)).Where(number => !present.Contains(number))
                .Select(number => string.Create(
                    CultureInfo.InvariantCulture, $"{series.Key.Stem}-{number:00000}-of-{series.Key.Count:00000}.safetensors")).ToList();
            if (lacking.Count > 0)
            {
                throw new QwenException($"{folder} lacks {lacking.Count} of {series.Key.Count} weight files: "
                    + $"{CheckpointFiles.Few(lacking)}. The download is not complete; run it again and it fetches only what is missing.");
            }

            notes.Add($"{folder} has no {CheckpointFiles.IndexFile}; all {series.Key.Count} weight files are read.");
            return new WeightFiles([.. series.Select(found => Path.Combine(folder, found.Name))], Nobody);
        }

        if (names.Count > 1)
        {
            throw new QwenException(
                $"{folder} has several weight files ({CheckpointFiles.Few(names)}) and no {CheckpointFiles.IndexFile} that says which "
                + $"belong together. Fetch the index too, or keep the one that is meant as {CheckpointFiles.SingleFile}.");
        }

        notes.Add($"{folder} has no {CheckpointFiles.SingleFile}; {names[0]} is read.");
        return new WeightFiles([Path.Combine(folder, names[0])], Nobody);
    }

    // names of weight files, without those of adapters
    private static IEnumerable<string> Candidates(string folder) => Directory.EnumerateFiles(folder, "*.safetensors")
        .Where(CheckpointFiles.IsThere)
        .Select(path => Path.GetFileName(path))
        .Where(name => CheckpointFiles.IsPlainName(name) && !name.StartsWith("adapter_", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    private static Dictionary<string, string> ReadIndex(string path)
    {
        using var document = JsonFile.Open(path);
        if (!document.RootElement.TryGetProperty("weight_map", out var map) || map.ValueKind != JsonValueKind.Object)
            throw new QwenException($"{path}: 'weight_map' is missing or not an object. Fetch the file again.");

        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in map.EnumerateObject())
        {
            // raw text, because text with half a surrogate pair cannot be read as a string
            var name = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetRawText()[1..^1] : "";
            if (name.StartsWith("./", StringComparison.Ordinal))
                name = name[2..];
            if (!CheckpointFiles.IsPlainName(name) || !name.EndsWith(".safetensors", StringComparison.Ordinal))
            {
                throw new QwenException(
                    $"{path}: {JsonFile.Cut(entry.Value.GetRawText())} is not the name of a safetensors file in the same folder. "
                    + "Fetch the file again.");
            }

            owners[entry.Name] = name;
        }

        return owners.Count > 0 ? owners : throw new QwenException($"{path}: 'weight_map' is empty. Fetch the file again.");
    }

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(.+)-(\d{5})-of-(\d{5})\.safetensors$")]
    private static partial Regex Shard();
}
