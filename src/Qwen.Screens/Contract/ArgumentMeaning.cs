using System.Text.Json.Nodes;

namespace Qwen.Screens.Contract;

/// <summary>One argument of a contract's actions.</summary>
/// <param name="Name">Its name on the wire.</param>
/// <param name="Type">Its JSON type.</param>
/// <param name="Meaning">What the model is told of it.</param>
/// <param name="Values">What it may be; null for anything of the type.</param>
/// <param name="TypeFirst">Whether the type stands before the values, as it does in one argument that the model was trained on.</param>
internal sealed record ArgumentMeaning(
    string Name, string Type, string Meaning, IReadOnlyList<string>? Values = null, bool TypeFirst = false)
{
    /// <summary>The argument's schema, keys in the order the model knows.</summary>
    public JsonObject ToSchema()
    {
        var schema = new JsonObject { ["description"] = Meaning };
        if (TypeFirst)
            schema["type"] = Type;
        if (Values is not null)
            schema["enum"] = new JsonArray([.. Values.Select(value => (JsonNode)value)]);
        if (!TypeFirst)
            schema["type"] = Type;
        return schema;
    }
}
