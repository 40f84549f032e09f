namespace Qwen.Shared.Functions;

/// <summary>What a function does to the world, for hosts that decide which calls a person has to see.</summary>
/// <param name="readsOnly">It changes nothing.</param>
/// <param name="destructive">It may change what cannot be changed back.</param>
/// <param name="reachesOut">It may act on more than this machine.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ToolHintsAttribute(bool readsOnly, bool destructive, bool reachesOut) : Attribute
{
    /// <summary>It changes nothing.</summary>
    public bool ReadsOnly => readsOnly;

    /// <summary>The hints under the names that the Model Context Protocol gives them.</summary>
    public IReadOnlyDictionary<string, object?> ToProperties() => new Dictionary<string, object?>
    {
        ["readOnlyHint"] = readsOnly, ["destructiveHint"] = destructive, ["openWorldHint"] = reachesOut,
    };
}
