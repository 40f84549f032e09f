using System.Text.Json;
using System.Text.Json.Nodes;
using Qwen.Perception.Reading.Numbers;
using Qwen.Shared.Answers;

namespace Qwen.Perception.Reading;

/// <summary>Makes a value of its kind of what is printed on the document.</summary>
internal static class FieldConverter
{
    /// <summary>The value; null where what is printed is not of the kind.</summary>
    /// <param name="printed">What the model wrote.</param>
    /// <param name="shape">The kind.</param>
    /// <param name="habits">How numbers are printed.</param>
    /// <param name="note">What a reader of the value has to know, as the end of a sentence; null for nothing.</param>
    public static JsonNode? Convert(JsonElement printed, FieldShape.Value shape, NumberHabits habits, out string? note)
    {
        note = null;
        var text = ItemReader.ToText(printed);
        if (shape.Choices.Count > 0)
            return shape.Choices.FirstOrDefault(choice => string.Equals(choice, text, StringComparison.OrdinalIgnoreCase)) is { } chosen
                ? chosen
                : null;
        switch (shape.Kind)
        {
            case FieldKind.Number or FieldKind.Whole:
                var number = ReadNumber(printed, text, habits);
                note = number.Note;
                return number.Value switch
                {
                    { } value when value == Math.Truncate(value) && value is > long.MinValue and < long.MaxValue => (long)value,
                    { } value when shape.Kind == FieldKind.Number => value,
                    _ => null,
                };
            case FieldKind.Truth:
                return bool.TryParse(text, out var truth) ? truth : null;
            default:
                return text;
        }
    }

    // a number of JSON has no country
    private static PrintedNumber ReadNumber(JsonElement printed, string text, NumberHabits habits)
    {
        if (printed.ValueKind != JsonValueKind.Number)
            return NumberReader.Read(text, habits);
        return printed.TryGetDecimal(out var exact) ? new PrintedNumber(exact) : new PrintedNumber(null, "is too large a number");
    }
}
