using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Qwen.Shared.Answers;

namespace Qwen.Perception.Reading;

/// <summary>Makes a value of its kind of what is printed on the document.</summary>
internal static partial class FieldConverter
{
    /// <summary>The value; null where what is printed is not of the kind.</summary>
    public static JsonNode? Convert(JsonElement printed, FieldShape.Value shape)
    {
        var text = ItemReader.ToText(printed);
        if (shape.Choices.Count > 0)
            return shape.Choices.FirstOrDefault(choice => string.Equals(choice, text, StringComparison.OrdinalIgnoreCase)) is { } chosen
                ? chosen
                : null;
        return shape.Kind switch
        {
            FieldKind.Number or FieldKind.Whole => ReadNumber(text) switch
            {
                { } number when number == Math.Truncate(number) && number is > long.MinValue and < long.MaxValue => (long)number,
                { } number when shape.Kind == FieldKind.Number => number,
                _ => null,
            },
            FieldKind.Truth => bool.TryParse(text, out var truth) ? truth : null,
            _ => text,
        };
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
