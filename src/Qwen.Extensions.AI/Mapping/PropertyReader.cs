using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Qwen.VisionLanguage;

namespace Qwen.Extensions.AI.Mapping;

/// <summary>
/// Reads typed values out of loosely typed dictionaries: the same number arrives as int, long, double, string or JSON,
/// depending on which framework carried it.
/// </summary>
internal static class PropertyReader
{
    /// <summary>A finite number; null where the key is absent or null.</summary>
    /// <exception cref="QwenException">The value is not a number, or below <paramref name="minimum"/>.</exception>
    public static double? GetNumber(this AdditionalPropertiesDictionary? properties, string key, double minimum = double.NegativeInfinity)
    {
        if (Find(properties, key) is not { } value)
            return null;
        if (!TryConvert(value, out var number) || !double.IsFinite(number))
            throw new QwenException($"'{key}' must be a number, not '{value}'.");
        if (number < minimum)
            throw new QwenException(string.Create(CultureInfo.InvariantCulture, $"'{key}' must be at least {minimum}, not {number}."));
        return number;
    }

    /// <summary>A whole number; null where the key is absent or null.</summary>
    /// <exception cref="QwenException">The value is not a whole number, below <paramref name="minimum"/>, or too large.</exception>
    public static long? GetWhole(this AdditionalPropertiesDictionary? properties, string key, long minimum, long maximum = int.MaxValue)
    {
        if (GetNumber(properties, key, minimum) is not { } number)
            return null;
        if (number != Math.Floor(number) || number > maximum)
        {
            throw new QwenException(string.Create(
                CultureInfo.InvariantCulture, $"'{key}' must be a whole number from {minimum} to {maximum}, not {number}."));
        }

        return (long)number;
    }

    /// <summary>A truth value; null where the key is absent or null.</summary>
    /// <exception cref="QwenException">The value is not a truth value.</exception>
    public static bool? GetFlag(this AdditionalPropertiesDictionary? properties, string key) => Find(properties, key) switch
    {
        null => null,
        bool flag => flag,
        JsonElement { ValueKind: JsonValueKind.True } => true,
        JsonElement { ValueKind: JsonValueKind.False } => false,
        string text when bool.TryParse(text, out var flag) => flag,
        JsonElement { ValueKind: JsonValueKind.String } json when bool.TryParse(json.GetString(), out var flag) => flag,
        var other => throw new QwenException($"'{key}' must be true or false, not '{other}'."),
    };

    /// <summary>A text; null where the key is absent or null.</summary>
    /// <exception cref="QwenException">The value is not a text.</exception>
    public static string? GetText(this AdditionalPropertiesDictionary? properties, string key) => Find(properties, key) switch
    {
        null => null,
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } json => json.GetString(),
        var other => throw new QwenException($"'{key}' must be a text, not '{other}'."),
    };

    /// <summary>The members of a JSON object, which may come as text; null where the key is absent or null.</summary>
    /// <exception cref="QwenException">The value is not a JSON object.</exception>
    public static IReadOnlyDictionary<string, JsonElement>? GetElements(this AdditionalPropertiesDictionary? properties, string key)
    {
        try
        {
            return Find(properties, key) switch
            {
                null => null,
                IReadOnlyDictionary<string, JsonElement> ready => ready,
                JsonElement { ValueKind: JsonValueKind.Object } json => Members(json),
                JsonElement { ValueKind: JsonValueKind.String } json => Members(JsonElement.Parse(json.GetString()!)),
                JsonObject json => Members(JsonElement.Parse(json.ToJsonString())),
                string text => Members(JsonElement.Parse(text)),
                var other => throw new QwenException($"'{key}' must be a JSON object, not '{other}'."),
            };
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new QwenException($"'{key}' must be a JSON object: {error.Message}", error);
        }
    }

    private static Dictionary<string, JsonElement> Members(JsonElement json) =>
        json.EnumerateObject().ToDictionary(member => member.Name, member => member.Value);

    private static object? Find(AdditionalPropertiesDictionary? properties, string key) =>
        properties is not null && properties.TryGetValue(key, out var value)
            && value is not JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined }
            ? value
            : null;

    private static bool TryConvert(object value, out double number)
    {
        switch (value)
        {
            case JsonElement { ValueKind: JsonValueKind.Number } json:
                return json.TryGetDouble(out number);
            case JsonElement { ValueKind: JsonValueKind.String } json:
                return TryParse(json.GetString(), out number);
            case string text:
                return TryParse(text, out number);
            case byte or sbyte or short or ushort or int or uint or long or ulong or float or double or decimal:
                number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
                return true;
            default:
                number = 0;
                return false;
        }
    }

    private static bool TryParse(string? text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
}
