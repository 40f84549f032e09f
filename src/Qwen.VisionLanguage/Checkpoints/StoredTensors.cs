using Qwen.VisionLanguage.Checkpoints.Adapters;
using Qwen.VisionLanguage.Checkpoints.Forms;

namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>What the weight files hold.</summary>
/// <param name="Parts">Tensors of the model by their published names, and whatever else lies there by its own.</param>
/// <param name="Factors">What belongs to an adapter and lies among them, by their names in the files.</param>
internal sealed record StoredTensors(
    Dictionary<string, StoredPart> Parts, IReadOnlyList<KeyValuePair<string, StoredPart>> Factors)
{
    /// <summary>Collects the headers' entries.</summary>
    /// <param name="folder">The checkpoint, for messages.</param>
    /// <param name="files">Its weight files.</param>
    /// <param name="owners">Which file an index gives a tensor that several hold.</param>
    /// <exception cref="QwenException">A tensor is stored twice, or is part of an adapter that is not merged.</exception>
    public static StoredTensors Collect(string folder, IReadOnlyList<SafetensorsFile> files, IReadOnlyDictionary<string, string> owners)
    {
        var names = new TensorNames(files.SelectMany(file => file.Entries.Keys).Select(AdapterNames.Unwrapped));
        var parts = new Dictionary<string, StoredPart>(StringComparer.Ordinal);
        var factors = new List<KeyValuePair<string, StoredPart>>();
        foreach (var file in files)
        {
            foreach (var (name, entry) in file.Entries)
            {
                var part = new StoredPart(file, entry);
                if (AdapterNames.IsOfAdapter(name))
                    factors.Add(KeyValuePair.Create(name, part));
                else if (AdapterNames.IsOfOtherAdapter(name))
                    throw OtherAdapter(folder, name);
                else if (!parts.TryAdd(names.Canonical(AdapterNames.Unwrapped(name)), part))
                    Again(names.Canonical(AdapterNames.Unwrapped(name)), name, part);
            }
        }

        return new StoredTensors(parts, factors);

        // shards of an earlier save may lie among those that the index means
        void Again(string canonical, string name, StoredPart part)
        {
            var (first, owner) = (parts[canonical], owners.GetValueOrDefault(name));
            if (first.File != part.File && owner == Path.GetFileName(part.File.Path))
                parts[canonical] = part;
            else if (first.File == part.File || owner != Path.GetFileName(first.File.Path))
                throw new QwenException(
                    $"Tensor '{canonical}' is stored twice: in {first.File.Path} and in {part.File.Path}. "
                    + "Remove the file that is not meant, or fetch the checkpoint again.");
        }
    }

    private static QwenException OtherAdapter(string folder, string name) => new(
        $"The weights in {folder} hold an adapter that is not merged ('{JsonFile.Cut(name)}'), and of a kind that this library does not "
        + "merge. Merge it with the tool that made it, and give the merged folder.");
}
