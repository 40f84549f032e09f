using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using Qwen.Constraints.Limits;

namespace Qwen.Constraints.Schemas;

/// <summary>Takes over a schema as a document of our own, and refuses what no JSON text of a sound schema says.</summary>
internal static class SchemaText
{
    // to empty a table takes as long as it ever was large
    private const int FewNames = 100;

    private static readonly string[] TypeNames = ["null", "boolean", "integer", "number", "string", "array", "object"];

    /// <summary>
    /// A copy that lives as long as it is used, read through once: not too large or deep, every text whole, every name once.
    /// </summary>
    public static JsonElement Take(JsonElement schema)
    {
        if (schema.ValueKind == JsonValueKind.Undefined)
            throw Refuse("there is none: the JSON element is empty");
        var copy = schema.Clone();
        if (JsonMarshal.GetRawUtf8Value(copy).Length > ConstraintLimits.SchemaLength
            && copy.GetRawText().Length > ConstraintLimits.SchemaLength)
            throw Refuse($"it is longer than {ConstraintLimits.SchemaLength >> 20} million characters");
        var names = new HashSet<string>();
        var open = new Stack<(JsonElement Element, int Depth)>([(copy, 0)]);
        while (open.TryPop(out var at))
        {
            if (at.Depth > ConstraintLimits.SchemaDepth)
                throw Refuse($"it is nested deeper than {ConstraintLimits.SchemaDepth}");
            switch (at.Element.ValueKind)
            {
                case JsonValueKind.Object:
                    if (names.Count <= FewNames)
                        names.Clear();
                    else
                        names = [];
                    foreach (var property in at.Element.EnumerateObject())
                    {
                        var name = Whole(() => property.Name);
                        if (!names.Add(name))
                            throw Refuse($"the name '{ConstraintException.Shortened(name)}' is there twice in one object");
                        Open(property.Value, at.Depth + 1);
                    }

                    break;
                case JsonValueKind.Array:
                    foreach (var item in at.Element.EnumerateArray())
                        Open(item, at.Depth + 1);
                    break;
                case JsonValueKind.String:
                    if (!IsWhole(JsonMarshal.GetRawUtf8Value(at.Element)))
                        Whole(() => at.Element.GetString()!);
                    break;
            }
        }

        RefuseBareTable(copy);
        return copy;

        void Open(JsonElement element, int depth)
        {
            // numbers and the like are what they are
            if (element.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.String)
                open.Push((element, depth));
        }
    }

    // Nothing but annotations lets anything through, and many real schemas are no more than that. Where one of them looks like a
    // property whose type is misspelled, its author meant a schema.
    private static void RefuseBareTable(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object || new SchemaKeywords(schema).Count > 0)
            return;
        foreach (var member in schema.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Object && !member.Name.StartsWith('$')
                && member.Value.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
                && !TypeNames.Contains(type.GetString()))
                throw Refuse(
                    $"keyword '{ConstraintException.Shortened(member.Name)}' at '#' is none, and "
                    + $"'{ConstraintException.Shortened(type.GetString()!)}' is no type: for a property of that name write "
                    + """{"type": "object", "properties": {…}} around it, with a type out of """ + string.Join(", ", TypeNames));
        }
    }

    // without escapes there is nothing but the bytes to look at
    private static bool IsWhole(ReadOnlySpan<byte> text) => !text.Contains((byte)'\\') && Utf8.IsValid(text);

    // half a surrogate pair is a JSON escape but no text
    private static string Whole(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException error)
        {
            throw new ConstraintException(
                "The JSON schema cannot be enforced: one of its texts has half a character (a lone surrogate escape) or is no UTF-8.",
                error);
        }
    }

    private static ConstraintException Refuse(string reason) => new($"The JSON schema cannot be enforced: {reason}.");
}
