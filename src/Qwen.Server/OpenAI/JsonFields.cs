using System.Globalization;
using System.Text.Json;

namespace Qwen.Server.OpenAI;

/// <summary>Typed fields of a request's JSON. A field that is absent or null is null; one of another kind is refused by its name.</summary>
internal static class JsonFields
{
    /// <summary>The field, whatever it is.</summary>
    public static JsonElement? Get(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? value : null;

    /// <summary>A text.</summary>
    public static string? GetText(this JsonElement json, string name, string? path = null) => Get(json, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        _ => throw Wrong(path, name, "a text"),
    };

    /// <summary>A truth value.</summary>
    public static bool? GetFlag(this JsonElement json, string name, string? path = null) => Get(json, name)?.ValueKind switch
    {
        null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(path, name, "true or false"),
    };

    /// <summary>A number within bounds.</summary>
    public static double? GetNumber(this JsonElement json, string name, double minimum, double maximum, string? path = null)
    {
        if (Get(json, name) is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var number) || !(number >= minimum && number <= maximum))
            throw Wrong(path, name, maximum < double.MaxValue
                ? string.Create(CultureInfo.InvariantCulture, $"a number from {minimum} to {maximum}")
                : string.Create(CultureInfo.InvariantCulture, $"a number of at least {minimum}"));
        return number;
    }

    /// <summary>A whole number within bounds.</summary>
    public static long? GetWhole(this JsonElement json, string name, long minimum, long maximum)
    {
        if (Get(json, name) is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out var number) || number < minimum || number > maximum)
            throw Wrong(null, name, $"a whole number from {minimum} to {maximum}");
        return number;
    }

    /// <summary>An object.</summary>
    public static JsonElement? GetObject(this JsonElement json, string name, string? path = null) => Get(json, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } value => value,
        _ => throw Wrong(path, name, "an object"),
    };

    /// <summary>The items of an array.</summary>
    public static IReadOnlyList<JsonElement>? GetArray(this JsonElement json, string name, string? path = null) => Get(json, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Array } value => [.. value.EnumerateArray()],
        _ => throw Wrong(path, name, "an array"),
    };

    /// <summary>A field that has to be there.</summary>
    public static T Required<T>(T? value, string path) where T : class =>
        value ?? throw RequestException.Invalid(path, $"'{path}' is missing.", "missing_required_parameter");

    private static RequestException Wrong(string? path, string name, string wanted)
    {
        var full = path is null ? name : $"{path}.{name}";
        return RequestException.Invalid(full, $"'{full}' must be {wanted}.", "invalid_type");
    }
}
