using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Graphs;

/// <summary>The converted forms of a checkpoint.</summary>
public static class ConvertedForms
{
    /// <summary>The folder where the converted forms of a checkpoint lie, or would be written, when nobody names one.</summary>
    /// <param name="checkpointFolder">The checkpoint.</param>
    /// <param name="adapterFolder">The adapter that they are converted with; null for none but what lies in the checkpoint's
    /// folder.</param>
    /// <exception cref="QwenException">The folder is no checkpoint, or none of the places can be written.</exception>
    public static string FindFolder(string checkpointFolder, string? adapterFolder = null)
    {
        using var checkpoint = Checkpoint.Open(checkpointFolder, adapterFolder);
        return ConvertedFolder.Candidates(checkpoint).FirstOrDefault(HoldsForm) ?? ConvertedFolder.Default(checkpoint);

        bool HoldsForm(string parent) => Directory.Exists(parent)
            && Directory.GetDirectories(parent).Any(folder => ConversionManifest.Read(folder)?.IsMadeFrom(checkpoint) == true);
    }

    /// <summary>Reads all converted files of a checkpoint through and compares them with what was written. Nothing is changed.</summary>
    /// <param name="checkpointFolder">The checkpoint.</param>
    /// <param name="adapterFolder">The adapter that they were converted with; null for none but what lies in the checkpoint's
    /// folder.</param>
    /// <param name="convertedFolder">Where its forms lie; null for the place where they are written by default.</param>
    /// <param name="progress">Bytes read.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The forms that are there; none where the checkpoint was not converted yet.</returns>
    /// <exception cref="QwenException">The folder is no checkpoint.</exception>
    /// <remarks>Blocks the calling thread; safe beside loads and conversions in any process.</remarks>
    public static IReadOnlyList<ConvertedForm> Verify(
        string checkpointFolder, string? adapterFolder = null, string? convertedFolder = null, IProgress<QwenProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        using var checkpoint = Checkpoint.Open(checkpointFolder, adapterFolder);
        string[] parents = convertedFolder is null ? ConvertedFolder.Candidates(checkpoint) : [Path.GetFullPath(convertedFolder)];
        var found = (from parent in parents.Where(Directory.Exists)
                     from folder in Directory.GetDirectories(parent).Order(StringComparer.Ordinal)
                     let manifest = ConversionManifest.Read(folder)
                     where manifest is not null
                         || Directory.EnumerateFiles(folder).Any(file => Path.GetExtension(file) is ".onnx" or ".bin")
                     select (Folder: folder, Manifest: manifest)).ToList();

        var forms = new List<ConvertedForm>();
        var (done, total) = (0L, found.Sum(form => form.Manifest?.Files.Values.Sum(file => file.Length) ?? 0));
        foreach (var (folder, manifest) in found)
        {
            var damage = new List<string>();
            if (manifest is null)
                damage.Add("manifest.json is missing, damaged or of an older version");
            foreach (var (name, expected) in manifest?.Files.AsEnumerable() ?? [])
            {
                progress?.Report(new QwenProgress("Verifying", done, total));
                if (ConversionCheck.Difference(Path.Combine(folder, name), expected, sampled: false, cancellationToken) is { } difference)
                    damage.Add($"{name} {difference}");
                done += expected.Length;
            }

            forms.Add(new ConvertedForm(
                folder, manifest?.Files.Values.Sum(file => file.Length) ?? 0,
                manifest?.IsMadeFrom(checkpoint) == true, damage)
            {
                Weights = manifest?.Weights ?? [],
            });
        }

        return forms;
    }
}
