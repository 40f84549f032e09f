namespace Qwen.VisionLanguage.Text.Templates;

/// <summary>What can be called on a text, a list or a map.</summary>
internal static class TemplateMethods
{
    /// <summary>The method of a name; null where the value has none.</summary>
    public static TemplateFunction? Find(object? value, string name) => value switch
    {
        string text => OfText(text, name),
        Dictionary<string, object?> map => OfMap(map, name),
        List<object?> list when name == "append" => (arguments, _) => Append(list, arguments[0]),
        _ => null,
    };

    private static TemplateFunction? OfText(string text, string name) => name switch
    {
        "strip" => (arguments, _) => text.Trim(Set(arguments)),
        "lstrip" => (arguments, _) => text.TrimStart(Set(arguments)),
        "rstrip" => (arguments, _) => text.TrimEnd(Set(arguments)),
        "upper" => (_, _) => text.ToUpperInvariant(),
        "lower" => (_, _) => text.ToLowerInvariant(),
        "title" or "capitalize" => (_, _) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..].ToLowerInvariant(),
        "startswith" => (arguments, _) => Any(arguments[0], start => text.StartsWith(start, StringComparison.Ordinal)),
        "endswith" => (arguments, _) => Any(arguments[0], end => text.EndsWith(end, StringComparison.Ordinal)),
        "replace" => (arguments, _) => Text(arguments, 0) is { Length: > 0 } old
            ? text.Replace(old, Text(arguments, 1), StringComparison.Ordinal) : text,
        "split" => (arguments, _) => Split(text, arguments),
        "splitlines" => (_, _) => (List<object?>)[.. text.ReplaceLineEndings("\n").Split('\n')],
        "find" => (arguments, _) => (long)text.IndexOf(Text(arguments, 0), StringComparison.Ordinal),
        "count" => (arguments, _) => Text(arguments, 0) is { Length: > 0 } part ? text.Split(part).LongLength - 1 : 0L,
        "join" => (arguments, _) => string.Join(text, TemplateValues.ToList(arguments[0]).Select(TemplateValues.ToText)),
        "isdigit" => (_, _) => text.Length > 0 && text.All(char.IsDigit),
        _ => null,
    };

    private static TemplateFunction? OfMap(Dictionary<string, object?> map, string name) => name switch
    {
        "items" => (_, _) => TemplateFilters.Items(map),
        "keys" => (_, _) => (List<object?>)[.. map.Keys],
        "values" => (_, _) => (List<object?>)[.. map.Values],
        "get" => (arguments, _) => map.TryGetValue(Text(arguments, 0), out var value) ? value : arguments.ElementAtOrDefault(1),
        "update" => (arguments, _) => Update(map, arguments[0]),
        _ => null,
    };

    private static object? Append(List<object?> list, object? value)
    {
        list.Add(value);
        return null;
    }

    private static object? Update(Dictionary<string, object?> map, object? other)
    {
        foreach (var (key, value) in other as Dictionary<string, object?> ?? throw new TemplateException("a map is expected"))
            map[key] = value;
        return null;
    }

    private static string Text(IReadOnlyList<object?> arguments, int place)
        => arguments.ElementAtOrDefault(place) as string ?? throw new TemplateException("a text is expected");

    // all white space where nothing is said
    private static char[]? Set(IReadOnlyList<object?> arguments)
        => arguments.Count > 0 && arguments[0] is string set ? set.ToCharArray() : null;

    private static bool Any(object? ends, Predicate<string> holds)
        => ends is string text ? holds(text) : TemplateValues.ToList(ends).OfType<string>().Any(end => holds(end));

    private static List<object?> Split(string text, IReadOnlyList<object?> arguments)
    {
        var most = arguments.Count > 1 ? (int)Math.Clamp(TemplateValues.ToLong(arguments[1]), -1, 1 << 20) : -1;
        if (arguments.Count > 0 && arguments[0] is string { Length: > 0 } mark)
            return [.. most < 0 ? text.Split(mark) : text.Split(mark, most + 1)];
        return [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];
    }
}
