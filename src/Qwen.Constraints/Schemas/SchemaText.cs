using System.Text.Json;
using Qwen.Constraints.Limits;

namespace Qwen.Constraints.Schemas;

/// <summary>Takes over a schema as a document of our own, and refuses what no JSON text of a sound schema says.</summary>
internal static class SchemaText
{
    private static readonly string[] TypeNames = ["null", "boolean", "integer", "number", "string", "array", "object"];

    /// <summary>
    /// A copy that lives as long as it is used, read through once: not too large or deep, every text whole, every name once.
    /// </summary>
    public static JsonElement Take(JsonElement schema)
    {
        if (schema.ValueKind == JsonValueKind.Undefined)
            throw Refuse("there is none: the JSON element is empty");
        var copy = schema.Clone();
        if (copy.GetRawText().Length > ConstraintLimits.SchemaLength)
            throw Refuse($"it is longer than {ConstraintLimits.SchemaLength >> 20} million characters");
        var open = new Stack<(JsonElement Element, int Depth)>([(copy, 0)]);
        while (open.TryPop(out var at))
        {
            if (at.Depth > ConstraintLimits.SchemaDepth)
                throw Refuse($"it is nested deeper than {ConstraintLimits.SchemaDepth}");
            switch (at.Element.ValueKind)
            {
                case JsonValueKind.Object:
                    var names = new HashSet<string>();
                    foreach (var property in at.Element.EnumerateObject())
                    {
                        var name = Whole(() => property.Name);
                        if (!names.Add(name))
                            throw Refuse($"the name '{ConstraintException.Shortened(name)}' is there twice in one object");
                        open.Push((property.Value, at.Depth + 1));
                    }

                    break;
                case JsonValueKind.Array:
                    foreach (var item in at.Element.EnumerateArray())
                        open.Push((item, at.Depth + 1));
                    break;
                case JsonValueKind.String:
                    Whole(() => at.Element.GetString()!);
                    break;
            }
        }

        RefuseBareTable(copy);
        return copy;
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
