using System.Text.Json;
using System.Text.Unicode;

namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>
/// Parses a safetensors header and checks it as hard as the format's own library does: known number formats, shapes that make the
/// byte ranges, ranges that cover the data without gap or overlap, no name twice.
/// </summary>
internal static class SafetensorsHeader
{
    private const int MaxAxes = 8;

    /// <summary>The entries by name.</summary>
    /// <exception cref="QwenException">The header is damaged or the file is cut off.</exception>
    public static Dictionary<string, SafetensorsEntry> Parse(string path, ReadOnlyMemory<byte> header, long dataStart, long dataLength)
    {
        if (!Utf8.IsValid(header.Span))
            throw Damaged(path, "the header is not UTF-8 text");
        try
        {
            using var document = JsonDocument.Parse(header, new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw Damaged(path, "the header is not a JSON object");

            var entries = new Dictionary<string, SafetensorsEntry>(StringComparer.Ordinal);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Name != "__metadata__")
                    entries.Add(property.Name, ParseEntry(path, JsonFile.Cut(property.Name), property.Value, dataStart, dataLength));
            }

            CheckCover(path, entries, dataStart, dataLength);
            return entries;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: text with half a surrogate pair
            throw new QwenException(
                $"{path} is damaged: the header is not valid JSON ({JsonFile.Reason(error)}). Fetch the file again.", error);
        }
    }

    /// <summary>The error for a damaged file.</summary>
    public static QwenException Damaged(string path, string what) => new($"{path} is damaged: {what}. Fetch the file again.");

    private static SafetensorsEntry ParseEntry(string path, string name, JsonElement value, long dataStart, long dataLength)
    {
        if (value.ValueKind != JsonValueKind.Object
            || !value.TryGetProperty("dtype", out var type) || type.ValueKind != JsonValueKind.String
            || !value.TryGetProperty("shape", out var dimensions) || dimensions.ValueKind != JsonValueKind.Array
            || !value.TryGetProperty("data_offsets", out var offsets) || offsets.ValueKind != JsonValueKind.Array
            || offsets.GetArrayLength() != 2)
        {
            throw Damaged(path, $"the entry of tensor '{name}' lacks its type, shape or position");
        }

        if (TensorTypes.ByteSize(type.GetString()!) is not { } size)
            throw Damaged(path, $"tensor '{name}' has the unknown number format '{JsonFile.Cut(type.GetString()!)}'");

        if (dimensions.GetArrayLength() > MaxAxes)
            throw Damaged(path, $"tensor '{name}' has {dimensions.GetArrayLength()} axes, more than any of this model's");
        var shape = new long[dimensions.GetArrayLength()];
        for (var axis = 0; axis < shape.Length; axis++)
            shape[axis] = NonNegative(path, name, dimensions[axis]);

        var begin = NonNegative(path, name, offsets[0]);
        var end = NonNegative(path, name, offsets[1]);
        if (begin > end || end > dataLength)
            throw Damaged(
                path, $"tensor '{name}' lies at bytes {begin} to {end} of {dataLength}, so the file is cut off or its header is wrong");
        if (ByteLength(shape, size) != end - begin)
            throw Damaged(
                path, $"tensor '{name}' of shape [{string.Join(", ", shape)}] in {type.GetString()} cannot have {end - begin} bytes");
        return new SafetensorsEntry(type.GetString()!, shape, dataStart + begin, end - begin);
    }

    private static long NonNegative(string path, string name, JsonElement number)
        => number.ValueKind == JsonValueKind.Number && number.TryGetInt64(out var value) && value >= 0
            ? value
            : throw Damaged(path, $"tensor '{name}' has a shape or position that is not a whole number from 0 on");

    // null where the product does not fit
    private static long? ByteLength(long[] shape, int size)
    {
        try
        {
            return shape.Aggregate((long)size, (product, length) => checked(product * length));
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static void CheckCover(string path, Dictionary<string, SafetensorsEntry> entries, long dataStart, long dataLength)
    {
        var position = dataStart;
        string[] names = [.. entries.Keys];
        Array.Sort(names, (one, other) => entries[one].Offset.CompareTo(entries[other].Offset) is not 0 and var order
            ? order
            : entries[one].ByteLength.CompareTo(entries[other].ByteLength));
        foreach (var name in names)
        {
            var entry = entries[name];
            if (entry.Offset != position)
                throw Damaged(path, $"the data of tensor '{JsonFile.Cut(name)}' overlaps with another tensor's or leaves a gap");
            position += entry.ByteLength;
        }

        if (position != dataStart + dataLength)
            throw Damaged(path, $"{dataStart + dataLength - position} bytes after the last tensor belong to none");
    }
}
