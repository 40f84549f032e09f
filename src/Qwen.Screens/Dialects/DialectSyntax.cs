namespace Qwen.Screens.Dialects;

/// <summary>How a dialect writes an action.</summary>
internal enum DialectSyntax
{
    /// <summary><c>Thought: … Action: click(start_box='(197,525)')</c>.</summary>
    Calls,

    /// <summary>A thought, then a JSON object with <c>name</c> and <c>arguments</c> between tags.</summary>
    Tool,

    /// <summary>One JSON object with <c>note</c>, <c>thought</c> and <c>action</c>, or <c>Click(x, y)</c>.</summary>
    Step,
}
