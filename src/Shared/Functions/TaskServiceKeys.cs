namespace Qwen.Shared.Functions;

/// <summary>Keys under which a task's function tells hosts in the same process more of itself.</summary>
internal static class TaskServiceKeys
{
    /// <summary>Of the services: the function whose result is the object that the method returned, and not JSON.</summary>
    public const string Typed = "typed";

    /// <summary>
    /// Of the additional properties: names of the parameters that take pictures, videos or documents, and whether each takes a list.
    /// </summary>
    public const string Media = "media";
}
