using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Qwen.Constraints.Tests;

/// <summary>
/// A validator for JSON schemas written for these tests alone, keyword by keyword over the finished value: it shares no idea with the
/// engine that it checks.
/// </summary>
internal sealed class SchemaChecker(JsonElement root)
{
    public bool IsValid(JsonElement value) => IsValid(root, value);

    private bool IsValid(JsonElement schema, JsonElement value)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return schema.ValueKind == JsonValueKind.True;
        if (schema.TryGetProperty("$ref", out var reference))
        {
            if (!IsValid(Resolve(reference.GetString()!), value))
                return false;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("$schema", out var dialect)
                && dialect.ToString().Contains("draft-0", StringComparison.Ordinal))
                return true;
        }

        return schema.EnumerateObject().All(k => Holds(schema, k.Name, k.Value, value));
    }

    private bool Holds(JsonElement schema, string keyword, JsonElement rule, JsonElement value)
    {
        switch (keyword)
        {
            case "type":
                return rule.ValueKind == JsonValueKind.String
                    ? IsType(rule.GetString()!, value)
                    : rule.EnumerateArray().Any(t => IsType(t.GetString()!, value));
            case "enum":
                return rule.EnumerateArray().Any(v => AreEqual(v, value));
            case "const":
                return AreEqual(rule, value);
            case "allOf":
                return rule.EnumerateArray().All(s => IsValid(s, value));
            case "anyOf":
                return rule.EnumerateArray().Any(s => IsValid(s, value));
            case "oneOf":
                return rule.EnumerateArray().Count(s => IsValid(s, value)) == 1;
            case "not":
                return !IsValid(rule, value);
            case "if":
                var branch = IsValid(rule, value) ? "then" : "else";
                return !schema.TryGetProperty(branch, out var chosen) || IsValid(chosen, value);
            default:
                return value.ValueKind switch
                {
                    JsonValueKind.Number => HoldsNumber(schema, keyword, rule, value),
                    JsonValueKind.String => HoldsText(keyword, rule, value.GetString()!),
                    JsonValueKind.Array => HoldsArray(schema, keyword, rule, value),
                    JsonValueKind.Object => HoldsObject(schema, keyword, rule, value),
                    _ => true,
                };
        }
    }

    private static bool HoldsNumber(JsonElement schema, string keyword, JsonElement rule, JsonElement value)
    {
        if (rule.ValueKind != JsonValueKind.Number || !value.TryGetDecimal(out var number) || !rule.TryGetDecimal(out var bound))
            return true;
        return keyword switch
        {
            "minimum" => schema.TryGetProperty("exclusiveMinimum", out var e) && e.ValueKind == JsonValueKind.True
                ? number > bound
                : number >= bound,
            "maximum" => schema.TryGetProperty("exclusiveMaximum", out var e) && e.ValueKind == JsonValueKind.True
                ? number < bound
                : number <= bound,
            "exclusiveMinimum" => number > bound,
            "exclusiveMaximum" => number < bound,
            "multipleOf" => number % bound == 0,
            _ => true,
        };
    }

    private static bool HoldsText(string keyword, JsonElement rule, string text) => keyword switch
    {
        "minLength" => text.EnumerateRunes().Count() >= rule.GetDecimal(),
        "maxLength" => text.EnumerateRunes().Count() <= rule.GetDecimal(),
        "pattern" => Regex.IsMatch(text, Dialect(rule.GetString()!)),
        "format" => rule.GetString() switch
        {
            "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            "ipv4" => text.Split('.').Length == 4 && IPAddress.TryParse(text, out _),
            "ipv6" => text.Contains(':') && IPAddress.TryParse(text, out _),
            "uuid" => Guid.TryParseExact(text, "D", out _),
            "date-time" => Regex.IsMatch(text, @"[Tt][0-9:.]+([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$")
                && DateTime.TryParse(
                    Regex.Replace(text, @"(\.[0-9]{1,7})[0-9]*|([Zz]|[+-][0-9]{2}:[0-9]{2})$", "$1").ToUpperInvariant(),
                    CultureInfo.InvariantCulture,
                    out _),
            _ => true,
        },
        _ => true,
    };

    private bool HoldsArray(JsonElement schema, string keyword, JsonElement rule, JsonElement value)
    {
        JsonElement[] items = [.. value.EnumerateArray()];
        switch (keyword)
        {
            case "minItems":
                return items.Length >= rule.GetDecimal();
            case "maxItems":
                return items.Length <= rule.GetDecimal();
            case "uniqueItems":
                return rule.ValueKind != JsonValueKind.True || !items.Where((a, i) => items.Skip(i + 1).Any(b => AreEqual(a, b))).Any();
            case "prefixItems" or "items" when rule.ValueKind == JsonValueKind.Array:
                return rule.EnumerateArray().Zip(items).All(p => IsValid(p.First, p.Second));
            case "items":
                return items.Skip(Length(schema, "prefixItems")).All(i => IsValid(rule, i));
            case "additionalItems" when schema.TryGetProperty("items", out var tuple) && tuple.ValueKind == JsonValueKind.Array:
                return items.Skip(tuple.GetArrayLength()).All(i => IsValid(rule, i));
            case "contains":
                var count = items.Count(i => IsValid(rule, i));
                var least = schema.TryGetProperty("minContains", out var min) ? min.GetInt32() : 1;
                return count >= least && (!schema.TryGetProperty("maxContains", out var max) || count <= max.GetInt32());
            default:
                return true;
        }
    }

    private bool HoldsObject(JsonElement schema, string keyword, JsonElement rule, JsonElement value)
    {
        // of a key that stands there twice, readers take the last
        var members = new Dictionary<string, JsonElement>();
        foreach (var member in value.EnumerateObject())
            members[member.Name] = member.Value;
        switch (keyword)
        {
            case "properties":
                return rule.EnumerateObject().All(p => !members.TryGetValue(p.Name, out var own) || IsValid(p.Value, own));
            case "patternProperties":
                return rule.EnumerateObject()
                    .All(p => members.All(m => !Regex.IsMatch(m.Key, Dialect(p.Name)) || IsValid(p.Value, m.Value)));
            case "additionalProperties":
                return members.All(m => Names(schema, "properties").Contains(m.Key)
                    || Names(schema, "patternProperties").Any(p => Regex.IsMatch(m.Key, Dialect(p))) || IsValid(rule, m.Value));
            case "required" when rule.ValueKind == JsonValueKind.Array:
                return rule.EnumerateArray().All(r => members.ContainsKey(r.GetString()!));
            case "minProperties":
                return members.Count >= rule.GetDecimal();
            case "maxProperties":
                return members.Count <= rule.GetDecimal();
            case "propertyNames":
                return members.Keys.All(k => IsValid(rule, JsonSerializer.SerializeToElement(k)));
            case "dependencies" or "dependentRequired" or "dependentSchemas":
                return rule.EnumerateObject().All(d => !members.ContainsKey(d.Name)
                    || (d.Value.ValueKind == JsonValueKind.Array
                        ? d.Value.EnumerateArray().All(n => members.ContainsKey(n.GetString()!))
                        : IsValid(d.Value, value)));
            default:
                return true;
        }
    }

    private static bool IsType(string type, JsonElement value) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "string" => value.ValueKind == JsonValueKind.String,
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && Regex.IsMatch(value.GetRawText(), @"^-?\d+(\.0+)?$"),
        _ => false,
    };

    private static bool AreEqual(JsonElement a, JsonElement b) =>
        a.ValueKind == JsonValueKind.Number && b.ValueKind == JsonValueKind.Number && a.TryGetDecimal(out var x)
            && b.TryGetDecimal(out var y)
            ? x == y
            : JsonElement.DeepEquals(a, b);

    // ECMAScript's meaning of classes and anchors in .NET's syntax
    private static string Dialect(string pattern) => pattern
        .Replace(@"\d", "[0-9]", StringComparison.Ordinal).Replace("[[0-9]", "[0-9", StringComparison.Ordinal)
        .Replace("$", @"\z", StringComparison.Ordinal).Replace(@"\\z", @"\$", StringComparison.Ordinal);

    private static IEnumerable<string> Names(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out var table) ? table.EnumerateObject().Select(p => p.Name) : [];

    private static int Length(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out var list) ? list.GetArrayLength() : 0;

    private JsonElement Resolve(string reference)
    {
        var at = root;
        foreach (var token in Uri.UnescapeDataString(reference)
            .Split('/')
            .Skip(1)
            .Select(t => t.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
            at = at.ValueKind == JsonValueKind.Array ? at[int.Parse(token, CultureInfo.InvariantCulture)] : at.GetProperty(token);
        return at;
    }
}
