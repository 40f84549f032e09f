namespace Qwen.Screens;

/// <summary>How the model is asked.</summary>
public enum PromptForm
{
    /// <summary>The form that Qwen2.5-VL was trained on: its tool, the task, what was done so far, the screen.</summary>
    Full,

    /// <summary>
    /// Picture, then one instruction such as <c>Tap Settings.</c>, nothing else: for small models that can do only that. The task is a list
    /// of such instructions, a sentence each.
    /// </summary>
    Short,
}
