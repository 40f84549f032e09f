using Microsoft.Extensions.AI;
using Qwen.VisionLanguage;

namespace Qwen.Extensions.AI.Mapping;

/// <summary>
/// What questions for a person's approval, and their answers, are to the model: nothing once the call has run, since call and result stand
/// in the conversation themselves.
/// </summary>
internal sealed class Approvals
{
    private readonly HashSet<string> finished = [];
    private readonly HashSet<string> answered = [];

    /// <summary>Looks through a conversation.</summary>
    public Approvals(IEnumerable<ChatMessage> messages)
    {
        foreach (var content in messages.SelectMany(message => message.Contents))
        {
            if (content is ToolResultContent result)
                finished.Add(result.CallId);
            else if (content is InputResponseContent response)
                answered.Add(response.RequestId);
        }
    }

    /// <summary>Whether a question was answered.</summary>
    public bool IsAnswered(InputRequestContent request) => answered.Contains(request.RequestId);

    /// <summary>Checks a question.</summary>
    /// <exception cref="QwenException">Nobody answered it.</exception>
    public void Check(ToolApprovalRequestContent request, string place)
    {
        if (!IsFinished(request.ToolCall) && !IsAnswered(request))
        {
            throw new QwenException(
                $"{place} asks whether '{ForeignCall.NameOf(request.ToolCall)}' may be called, and no message answers: "
                + "add its ToolApprovalResponseContent (CreateResponse) to a message of the user.");
        }
    }

    /// <summary>What the model is told of an answer; null for nothing.</summary>
    /// <exception cref="QwenException">A call was approved, and nothing has run it.</exception>
    public string? Read(ToolApprovalResponseContent response, string place)
    {
        if (IsFinished(response.ToolCall))
            return null;
        if (!response.Approved)
            return $"The call was not approved{(string.IsNullOrWhiteSpace(response.Reason) ? "" : $": {response.Reason}")}.";
        throw new QwenException(
            $"{place} approves the call of '{ForeignCall.NameOf(response.ToolCall)}', which nothing has run: put UseFunctionInvocation "
            + $"around this client, or run it and send a FunctionResultContent for '{response.ToolCall.CallId}'.");
    }

    // middleware marks what it has dealt with
    private bool IsFinished(ToolCallContent call) =>
        finished.Contains(call.CallId) || call is FunctionCallContent { InformationalOnly: true };
}
