namespace Qwen.Shared.Functions;

/// <summary>Keys of services that a task's function gives to hosts in the same process.</summary>
internal static class TaskServiceKeys
{
    /// <summary>The function whose result is the object that the method returned, and not JSON.</summary>
    public const string Typed = "typed";
}
