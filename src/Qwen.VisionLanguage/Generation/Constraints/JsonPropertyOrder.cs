namespace Qwen.VisionLanguage.Generation.Constraints;

/// <summary>In which order the properties of constrained JSON objects come.</summary>
public enum JsonPropertyOrder
{
    /// <summary>As the schema names them; properties that it does not name come last.</summary>
    AsWritten,

    /// <summary>In any order, each once.</summary>
    Free,
}
