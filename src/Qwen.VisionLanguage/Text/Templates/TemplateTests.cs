namespace Qwen.VisionLanguage.Text.Templates;

/// <summary>Tests: <c>value is name</c>.</summary>
internal static class TemplateTests
{
    /// <summary>Whether a value passes.</summary>
    /// <exception cref="TemplateException">The test is not known.</exception>
    public static bool Holds(string name, object? value, IReadOnlyList<object?> arguments) => name switch
    {
        "defined" => value is not TemplateUndefined,
        "undefined" => value is TemplateUndefined,
        "none" => value is null,
        "string" => value is string,
        "mapping" => value is Dictionary<string, object?>,
        "iterable" or "sequence" => value is string or List<object?> or Dictionary<string, object?>,
        "number" => value is long or double,
        "integer" => value is long,
        "float" => value is double,
        "boolean" => value is bool,
        "true" => value is true,
        "false" => value is false,
        "callable" => value is TemplateFunction,
        "odd" => TemplateValues.ToLong(value) % 2 != 0,
        "even" => TemplateValues.ToLong(value) % 2 == 0,
        "in" when arguments.Count == 1 => TemplateValues.Contains(arguments[0], value),
        "divisibleby" when arguments.Count == 1
            => TemplateValues.ToLong(arguments[0]) is not 0 and var by && TemplateValues.ToLong(value) % by == 0,
        "eq" or "equalto" or "sameas" when arguments.Count == 1 => TemplateValues.AreEqual(value, arguments[0]),
        "ne" when arguments.Count == 1 => !TemplateValues.AreEqual(value, arguments[0]),
        _ => throw new TemplateException($"the test '{name}' is not known"),
    };
}
