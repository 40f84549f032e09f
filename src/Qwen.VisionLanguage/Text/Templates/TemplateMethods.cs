namespace Qwen.VisionLanguage.Text.Templates;

/// <summary>What can be called on a text, a list or a map.</summary>
internal static class TemplateMethods
{
    /// <summary>The method of a name; null where the value has none.</summary>
    public static TemplateFunction? Find(object? value, string name) => value switch
    {
        string text => OfText(TemplateWork.Take(text), name),
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
            ? TemplateValues.Replace(text, old, Text(arguments, 1)) : text,
        "split" => (arguments, _) => Split(text, arguments),
        "splitlines" => (_, _) => Counted([.. text.ReplaceLineEndings("\n").Split('\n')]),
        "find" => (arguments, _) => (long)text.IndexOf(Text(arguments, 0), StringComparison.Ordinal),
        "count" => (arguments, _) => Text(arguments, 0) is { Length: > 0 } part ? text.Split(part).LongLength - 1 : 0L,
        "join" => (arguments, _) => TemplateValues.Join(text, arguments[0]),
        "isdigit" => (_, _) => text.Length > 0 && text.All(char.IsDigit),
        _ => null,
    };

    private static TemplateFunction? OfMap(Dictionary<string, object?> map, string name) => name switch
    {
        "items" => (_, _) => TemplateFilters.Items(map),
        "keys" => (_, _) => Counted([.. map.Keys]),
        "values" => (_, _) => Counted([.. map.Values]),
        "get" => (arguments, _) => map.TryGetValue(Text(arguments, 0), out var value) ? value : arguments.ElementAtOrDefault(1),
        "update" => (arguments, _) => Update(map, arguments[0]),
        _ => null,
    };

    private static object? Append(List<object?> list, object? value)
    {
        TemplateWork.Take(1);
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

    private static List<object?> Counted(List<object?> list)
    {
        TemplateWork.Take(list.Count);
        return list;
    }

    // all white space where nothing is said
    private static char[]? Set(IReadOnlyList<object?> arguments)
        => arguments.Count > 0 && arguments[0] is string set ? set.ToCharArray() : null;

    private static bool Any(object? ends, Predicate<string> holds)
        => ends is string text ? holds(text) : TemplateValues.ToList(ends).OfType<string>().Any(end => holds(end));

    private static List<object?> Split(string text, IReadOnlyList<object?> arguments)
    {
        var most = arguments.Count > 1 ? (int)Math.Clamp(TemplateValues.ToLong(arguments[1]), -1, 1 << 20) : -1;
        if (arguments.Count > 0 && arguments[0] is string { Length: > 0 } mark)
            return Counted([.. most < 0 ? text.Split(mark) : text.Split(mark, most + 1)]);
        return Counted([.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)]);
    }
}
