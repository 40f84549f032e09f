using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace Qwen.SemanticKernel.Plugins.Reading;

/// <summary>Makes a typed object of fields, whose values are texts as they are printed on the document.</summary>
internal static partial class FieldConverter
{
    /// <summary>Fills an object member by member.</summary>
    /// <param name="fields">Values by key; keys are compared without regard to case.</param>
    /// <param name="type">How the object is written as JSON.</param>
    /// <param name="unread">Keys whose value does not fit.</param>
    /// <returns>The object; null where it cannot be made of what was read.</returns>
    public static T? Convert<T>(
        IReadOnlyList<KeyValuePair<string, JsonElement>> fields, JsonTypeInfo<T> type, out IReadOnlyList<string> unread)
        where T : class
    {
        var wrong = new List<string>();
        var json = new JsonObject();
        foreach (var member in type.Properties)
        {
            var field = fields.FirstOrDefault(f => string.Equals(f.Key, member.Name, StringComparison.OrdinalIgnoreCase));
            if (field.Key is null || IsBlank(field.Value))
                continue;
            if (TryConvert(field.Value, type.Options.GetTypeInfo(member.PropertyType), out var value))
                json[member.Name] = value;
            else
                wrong.Add(member.Name);
        }

        unread = wrong;
        try
        {
            return json.Deserialize(type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsBlank(JsonElement value) =>
        value.ValueKind == JsonValueKind.Null || (value.ValueKind == JsonValueKind.String && string.IsNullOrWhiteSpace(value.GetString()));

    private static bool TryConvert(JsonElement value, JsonTypeInfo type, out JsonNode? converted)
    {
        // as it is; a number in a text; the number inside a text such as "$1,234.50"; a value that is to be text
        foreach (var candidate in Candidates(value, type))
        {
            try
            {
                candidate.Deserialize(type);
                converted = candidate;
                return true;
            }
            catch (JsonException)
            {
                // the next form may fit
            }
        }

        converted = null;
        return false;
    }

    private static IEnumerable<JsonNode> Candidates(JsonElement value, JsonTypeInfo type)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            yield return JsonNode.Parse(value.GetRawText())!;
            yield return JsonValue.Create(value.GetRawText());
            yield break;
        }

        var text = value.GetString()!.Trim();
        yield return JsonValue.Create(text);
        var target = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        if (target.IsPrimitive || target == typeof(decimal))
        {
            if (ReadNumber(text) is { } number)
                yield return number == Math.Truncate(number) && number is > long.MinValue and < long.MaxValue
                    ? JsonValue.Create((long)number)
                    : JsonValue.Create(number);
        }
    }

    /// <summary>The one number in a text; null where there is none or more than one.</summary>
    internal static decimal? ReadNumber(string text)
    {
        var matches = Number().Matches(text);
        if (matches.Count != 1)
            return null;
        var number = matches[0].Value;
        var (comma, point) = (number.LastIndexOf(','), number.LastIndexOf('.'));

        // the last mark is the decimal one, unless it is a comma with three digits behind it: that groups thousands
        if (comma > point && number.Length - comma != 4)
            number = number.Replace(".", "").Replace(',', '.');
        else
            number = number.Replace(",", "");
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        return decimal.TryParse(number, Style, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    [GeneratedRegex(@"-?[0-9]+(?:[.,][0-9]+)*")]
    private static partial Regex Number();
}
