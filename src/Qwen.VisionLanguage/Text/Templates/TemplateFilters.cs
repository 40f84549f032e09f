using System.Globalization;
using System.Text;

namespace Qwen.VisionLanguage.Text.Templates;

/// <summary>Filters: <c>value | name(arguments)</c>.</summary>
internal static class TemplateFilters
{
    private const int MaxDepth = 40;

    /// <summary>Applies a filter.</summary>
    /// <exception cref="TemplateException">It is not known, or not for this value.</exception>
    public static object? Apply(
        string name, object? value, IReadOnlyList<object?> arguments, IReadOnlyDictionary<string, object?> named)
    {
        switch (name)
        {
            case "trim" or "strip":
                return TemplateValues.ToText(value).Trim();
            case "upper":
                return TemplateValues.ToText(value).ToUpperInvariant();
            case "lower":
                return TemplateValues.ToText(value).ToLowerInvariant();
            case "capitalize" or "title" or "replace":
                return TemplateMethods.Find(TemplateValues.ToText(value), name)!(arguments, named);
            case "string" or "safe" or "escape" or "e":
                return TemplateValues.ToText(value);
            case "length" or "count":
                return value is string text ? text.Length : (long)TemplateValues.ToList(value).Count;
            case "list":
                return (List<object?>)[.. TemplateValues.ToList(value)];
            case "items" or "dictsort":
                return Items(value as Dictionary<string, object?> ?? []);
            case "first":
                return TemplateValues.Member(Listed(value), 0L);
            case "last":
                return TemplateValues.Member(Listed(value), -1L);
            case "reverse":
                return (List<object?>)[.. TemplateValues.ToList(value).Reverse()];
            case "unique":
                return (List<object?>)[.. TemplateValues.ToList(value).Distinct()];
            case "join":
                var between = arguments.Count > 0 ? TemplateValues.ToText(arguments[0]) : "";
                return TemplateValues.Join(between, value);
            case "default" or "d":
                var alsoFalse = TemplateValues.IsTrue(arguments.ElementAtOrDefault(1) ?? named.GetValueOrDefault("boolean"));
                return value is TemplateUndefined || (alsoFalse && !TemplateValues.IsTrue(value))
                    ? arguments.ElementAtOrDefault(0) ?? "" : value;
            case "int":
                return value is string digits && long.TryParse(digits, CultureInfo.InvariantCulture, out var parsed) ? parsed
                    : value is double number ? (long)number : value is long or bool ? TemplateValues.ToLong(value) : 0L;
            case "abs":
                return TemplateValues.ToLong(value) is > long.MinValue and var amount ? Math.Abs(amount) : long.MaxValue;
            case "tojson":
                return ToJson(value, named.GetValueOrDefault("indent") is long indent ? (int)Math.Clamp(indent, 0, 16) : -1, 0);
            case "indent":
                return TemplateValues.Replace(
                    TemplateValues.ToText(value), "\n",
                    "\n" + new string(' ', arguments.Count > 0 ? (int)Math.Clamp(TemplateValues.ToLong(arguments[0]), 0, 64) : 4));
            case "map" when named.GetValueOrDefault("attribute") is string member:
                return (List<object?>)[.. TemplateValues.ToList(value).Select(item => TemplateValues.Member(item, member))];
            case "map" when arguments.Count > 0 && arguments[0] is string filter:
                return (List<object?>)[.. TemplateValues.ToList(value).Select(item => Apply(filter, item, [.. arguments.Skip(1)], named))];
            case "selectattr" or "rejectattr" when arguments.Count > 0 && arguments[0] is string member:
                return (List<object?>)[.. TemplateValues.ToList(value)
                    .Where(item => Holds(TemplateValues.Member(item, member), [.. arguments.Skip(1)]) == (name == "selectattr"))];
            case "select" or "reject":
                return (List<object?>)[.. TemplateValues.ToList(value).Where(item => Holds(item, arguments) == (name == "select"))];
            default:
                throw new TemplateException($"the filter '{name}' is not known");
        }
    }

    /// <summary>Pairs of key and value.</summary>
    public static List<object?> Items(Dictionary<string, object?> map)
    {
        TemplateWork.Take(3L * map.Count);
        return [.. map.Select(pair => (List<object?>)[pair.Key, pair.Value])];
    }

    private static List<object?> Listed(object? value) => [.. TemplateValues.ToList(value)];

    private static bool Holds(object? value, IReadOnlyList<object?> test)
        => test.Count > 0 && test[0] is string name ? TemplateTests.Holds(name, value, [.. test.Skip(1)]) : TemplateValues.IsTrue(value);

    private static string ToJson(object? value, int indent, int depth) => TemplateWork.Take(WriteJson(value, indent, depth));

    private static string WriteJson(object? value, int indent, int depth)
    {
        var (line, end, comma) = indent < 0
            ? ("", "", ", ")
            : (Break(indent * (depth + 1)), Break(indent * depth), "," + Break(indent * (depth + 1)));
        if (depth > MaxDepth)
            throw new TemplateException("a value holds itself");
        switch (value)
        {
            case null:
                return "null";
            case bool flag:
                return flag ? "true" : "false";
            case string text:
                var quoted = new StringBuilder();
                TemplateJson.WriteString(text, quoted);
                return quoted.ToString();
            case List<object?> list:
                return list.Count == 0 ? "[]" : $"[{line}{string.Join(comma, list.Select(item => ToJson(item, indent, depth + 1)))}{end}]";
            case Dictionary<string, object?> map:
                return map.Count == 0 ? "{}"
                    : "{" + line + string.Join(
                        comma, map.Select(pair => $"{ToJson(pair.Key, -1, 0)}: {ToJson(pair.Value, indent, depth + 1)}")) + end + "}";
            case TemplateUndefined:
                throw new TemplateException("something undefined is written as JSON");
            default:
                return TemplateValues.ToText(value);
        }
    }

    private static string Break(int indent) => "\n" + new string(' ', indent);
}
