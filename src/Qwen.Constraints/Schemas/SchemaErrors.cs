namespace Qwen.Constraints.Schemas;

/// <summary>The sentences in which a schema is refused.</summary>
internal static class SchemaErrors
{
    /// <summary>Says which keyword at which path cannot be enforced, and why.</summary>
    public static ConstraintException Refuse(SchemaNode node, string keyword, string reason) =>
        new($"The JSON schema cannot be enforced: keyword '{keyword}' at '#{ConstraintException.Shortened(node.Path)}': {reason}.");
}
