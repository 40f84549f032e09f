using System.Globalization;
using System.Text;
using Qwen.Screens.Contract;

namespace Qwen.Screens.Agent;

/// <summary>The words round a screenshot, as the model was trained on them.</summary>
internal static class ActionPrompt
{
    /// <summary>
    /// The system message of a client that knows nothing of this tool: the tool is written out as the chat template does.
    /// </summary>
    public static string SystemText(string text, string tool) =>
        $$"""
        {{text}}

        # Tools

        You may call one or more functions to assist with the user query.

        You are provided with function signatures within <tools></tools> XML tags:
        <tools>
        {{tool}}
        </tools>

        For each function call, return a json object with function name and arguments within <tool_call></tool_call> XML tags:
        <tool_call>
        {"name": <function-name>, "arguments": <args-json-object>}
        </tool_call>
        """.ReplaceLineEndings("\n");

    /// <summary>
    /// The action set that a model is asked in. The short form is that of phones: its one answer, a click, is the same on every screen.
    /// </summary>
    public static ActionContract ContractOf(ScreenKind kind, PromptForm form) =>
        ActionContract.For(form == PromptForm.Short ? ScreenKind.Phone : kind);

    /// <summary>The user's text: the task and what was done so far.</summary>
    /// <param name="task">The task.</param>
    /// <param name="calls">The calls so far, each as one JSON object.</param>
    /// <param name="remark">What happened to the last of them, where the model has to know; null for nothing.</param>
    public static string UserText(string task, IReadOnlyList<string> calls, string? remark)
    {
        var text = new StringBuilder(
            $"The user query:  {task}\nTask progress (You have done the following operation on the current device): ");
        for (var i = 0; i < calls.Count; i++)
            text.Append(CultureInfo.InvariantCulture, $"Step {i + 1}: {calls[i]}; ");
        if (remark is not null)
            text.Append('\n').Append(remark);
        return text.ToString();
    }

    /// <summary>What the model is told of an answer that cannot be carried out.</summary>
    public static string Problem(string problem) => $"This cannot be carried out. {problem} Answer again with one call.";
}
