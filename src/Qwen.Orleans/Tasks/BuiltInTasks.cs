namespace Qwen.Orleans.Tasks;

/// <summary>Names of the tasks that every silo knows.</summary>
internal static class BuiltInTasks
{
    /// <summary>All of them.</summary>
    public static readonly string[] All =
        ["read", "lines", "extract", "parse", "locate", "count", "recognise", "describe", "events", "index"];
}
