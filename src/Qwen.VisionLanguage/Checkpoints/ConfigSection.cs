using System.Globalization;
using System.Text.Json;

namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>
/// Typed reading of one JSON object of a configuration file. Every error names file, key, value and what was expected.
/// A key that is absent (or null) is looked up in the fallback section, which is how nested and flat forms become one.
/// </summary>
internal sealed class ConfigSection(string file, string prefix, JsonElement element, ConfigSection? fallback = null)
{
    /// <summary>The file, for messages.</summary>
    public string File => file;

    /// <summary>The section without what it falls back to.</summary>
    public ConfigSection Alone => new(file, prefix, element);

    /// <summary>An object below this one; null where absent.</summary>
    public ConfigSection? Find(string key, ConfigSection? fallbackSection = null)
    {
        if (Lookup(key) is not { } found)
            return null;
        if (found.Value.ValueKind != JsonValueKind.Object)
            throw Wrong(found, "an object");
        return new ConfigSection(file, found.Path + ".", found.Value, fallbackSection);
    }

    /// <summary>Whether the key is there with a value.</summary>
    public bool Has(string key) => Lookup(key) is not null;

    /// <summary>A whole number that has to be there.</summary>
    public int Int(string key, int min, int max) => FindInt(key, min, max) ?? throw Missing(key);

    /// <summary>A whole number; null where absent.</summary>
    public int? FindInt(string key, int min, int max)
        => Lookup(key) is { } found ? ToInt(found, min, max) : null;

    /// <summary>A list of whole numbers that has to be there.</summary>
    public int[] Ints(string key, int min, int max, int maxCount) => FindInts(key, min, max, maxCount) ?? throw Missing(key);

    /// <summary>A list of whole numbers, where a single number counts as a list of one; null where absent.</summary>
    public int[]? FindInts(string key, int min, int max, int maxCount)
    {
        if (Lookup(key) is not { } found)
            return null;
        if (found.Value.ValueKind != JsonValueKind.Array)
            return [ToInt(found, min, max)];
        if (found.Value.GetArrayLength() > maxCount)
            throw Wrong(found, $"at most {maxCount} numbers");
        return [.. found.Value.EnumerateArray().Select((item, i) => ToInt(new Found($"{found.Path}[{i}]", item), min, max))];
    }

    /// <summary>A finite number that has to be there.</summary>
    public double Number(string key, double min, double max) => FindNumber(key, min, max) ?? throw Missing(key);

    /// <summary>A finite number; null where absent.</summary>
    public double? FindNumber(string key, double min, double max)
        => Lookup(key) is { } found ? ToNumber(found, min, max) : null;

    /// <summary>A list of exactly <paramref name="count"/> finite numbers; null where absent.</summary>
    public float[]? FindNumbers(string key, double min, double max, int count)
    {
        if (Lookup(key) is not { } found)
            return null;
        if (found.Value.ValueKind != JsonValueKind.Array || found.Value.GetArrayLength() != count)
            throw Wrong(found, $"{count} numbers");
        return [.. found.Value.EnumerateArray().Select((item, i) => (float)ToNumber(new Found($"{found.Path}[{i}]", item), min, max))];
    }

    /// <summary>True or false; null where absent.</summary>
    public bool? FindFlag(string key)
    {
        if (Lookup(key) is not { } found)
            return null;
        return found.Value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? found.Value.GetBoolean()
            : throw Wrong(found, "true or false");
    }

    /// <summary>Text; null where absent.</summary>
    public string? FindText(string key)
    {
        if (Lookup(key) is not { } found)
            return null;
        if (found.Value.ValueKind == JsonValueKind.String && TryGetString(found.Value, out var text))
            return text;
        throw Wrong(found, "text");
    }

    /// <summary>Text that has to be there, and is not empty.</summary>
    public string Text(string key)
        => FindText(key) is { Length: > 0 } text ? text : throw new QwenException($"{file}: '{prefix}{key}' is missing or empty.");

    /// <summary>A list of texts; empty where absent.</summary>
    public IReadOnlyList<string> FindTexts(string key)
    {
        if (Lookup(key) is not { } found)
            return [];
        if (found.Value.ValueKind != JsonValueKind.Array)
            throw Wrong(found, "a list of texts");
        return [
            .. found.Value.EnumerateArray().Select(item =>
                item.ValueKind == JsonValueKind.String && TryGetString(item, out var text) ? text! : throw Wrong(found, "a list of texts"))
        ];
    }

    /// <summary>Numbers by name, in the order of the file; empty where absent.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> FindNumberMap(string key, double min, double max, int maxCount)
    {
        if (Lookup(key) is not { } found)
            return [];
        if (found.Value.ValueKind != JsonValueKind.Object || found.Value.GetPropertyCount() > maxCount)
            throw Wrong(found, $"an object of at most {maxCount} numbers");
        return [.. found.Value.EnumerateObject()
            .Select(item => KeyValuePair.Create(item.Name, ToNumber(new Found($"{found.Path}.{item.Name}", item.Value), min, max)))];
    }

    /// <summary>Whether a key asks for something: there, and neither false nor empty.</summary>
    public bool IsSet(string key) => Lookup(key) is { } found && found.Value.ValueKind switch
    {
        JsonValueKind.False => false,
        JsonValueKind.Array => found.Value.GetArrayLength() > 0,
        JsonValueKind.Object => found.Value.GetPropertyCount() > 0,
        JsonValueKind.String => found.Value.GetRawText().Length > 2,
        _ => true,
    };

    /// <summary>Whether a key is there with anything but the number that asks for nothing.</summary>
    public bool IsOther(string key, double usual) => Lookup(key) is { } found
        && !(found.Value.ValueKind == JsonValueKind.Number && found.Value.TryGetDouble(out var value) && value.Equals(usual));

    /// <summary>Text of a key that may be true or false as well; null then, and where absent.</summary>
    public string? FindTextOrFlag(string key)
        => Lookup(key) is { Value.ValueKind: JsonValueKind.True or JsonValueKind.False } ? null : FindText(key);

    /// <summary>The objects below this one, whatever they are called.</summary>
    public IReadOnlyList<ConfigSection> Sections()
        => [.. element.EnumerateObject().Where(property => property.Value.ValueKind == JsonValueKind.Object)
            .Select(property => new ConfigSection(file, $"{prefix}{property.Name}.", property.Value))];

    /// <summary>Refuses keys that nobody knows, in files that people write.</summary>
    /// <exception cref="QwenException">There is another key than these.</exception>
    public void RefuseOthers(params ReadOnlySpan<string> known)
    {
        foreach (var property in element.EnumerateObject())
        {
            if (!known.Contains(property.Name))
                throw new QwenException($"{file}: '{prefix}{JsonFile.Cut(property.Name)}' is none of {string.Join(", ", known)}.");
        }
    }

    /// <summary>The error for a key that has to be there.</summary>
    public QwenException Missing(string key) => new($"{file}: '{prefix}{key}' is missing. Fetch the checkpoint's configuration again.");

    /// <summary>The error for a key whose value does not fit the others.</summary>
    public QwenException Unfit(string key, string why)
        => Lookup(key) is { } found
            ? Wrong(found, why)
            : new QwenException($"{file}: '{prefix}{key}' is missing, and its usual value does not fit: expected {why}.");

    private Found? Lookup(string key)
    {
        if (element.TryGetProperty(key, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined))
            return new Found(prefix + key, value);
        return fallback?.Lookup(key);
    }

    private int ToInt(Found found, int min, int max)
    {
        // 50.0 is what some writers make of 50
        if (found.Value.ValueKind == JsonValueKind.Number && found.Value.TryGetDouble(out var value) && double.IsInteger(value)
            && value >= min && value <= max)
            return (int)value;
        throw Wrong(found, $"a whole number from {min} to {max}");
    }

    private double ToNumber(Found found, double min, double max)
    {
        if (found.Value.ValueKind == JsonValueKind.Number && found.Value.TryGetDouble(out var value) && value >= min && value <= max)
            return value;
        throw Wrong(found, string.Create(CultureInfo.InvariantCulture, $"a number from {min} to {max}"));
    }

    private QwenException Wrong(Found found, string expected)
    {
        var shown = found.Value.GetRawText();
        return new QwenException($"{file}: '{found.Path}' is {(shown.Length > 60 ? shown[..60] + "…" : shown)}, expected {expected}.");
    }

    private static bool TryGetString(JsonElement value, out string? text)
    {
        try
        {
            text = value.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            text = null; // a lone surrogate escape
            return false;
        }
    }

    private readonly record struct Found(string Path, JsonElement Value);
}
