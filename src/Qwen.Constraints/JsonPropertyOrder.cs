namespace Qwen.Constraints;

/// <summary>In which order the properties of constrained JSON objects come.</summary>
public enum JsonPropertyOrder
{
    /// <summary>In any order, each once: what JSON Schema says, and what leaves the model its own habits.</summary>
    Free,

    /// <summary>
    /// As the schema names them; properties that it does not name come last. Keys are then mostly forced, so that fewer tokens are
    /// left to the model.
    /// </summary>
    AsWritten,
}
