using System.Text.Json;
using Qwen.Constraints.Limits;

namespace Qwen.Constraints.Schemas;

/// <summary>Takes over a schema as a document of our own, and refuses what no JSON text of a sound schema says.</summary>
internal static class SchemaText
{
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

    // a table of properties where a schema is meant would let anything through: whoever wrote it forgot "properties"
    private static void RefuseBareTable(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object || new SchemaKeywords(schema).Count > 0)
            return;
        foreach (var member in schema.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Object && member.Name[..Math.Min(1, member.Name.Length)] is not ("$" or "x")
                && member.Value.TryGetProperty("type", out var type) && type.ValueKind is JsonValueKind.String or JsonValueKind.Array)
                throw Refuse(
                    $"keyword '{ConstraintException.Shortened(member.Name)}' at '#' is none: if it is the name of a property, write "
                    + """{"type": "object", "properties": {…}} around it""");
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
