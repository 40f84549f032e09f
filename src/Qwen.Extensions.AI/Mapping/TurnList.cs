using Qwen.VisionLanguage.Text;

namespace Qwen.Extensions.AI.Mapping;

/// <summary>Collects the turns of a conversation.</summary>
internal sealed class TurnList
{
    private readonly List<(ChatTurnRole Role, List<ChatPart> Parts)> turns = [];

    /// <summary>Starts a turn.</summary>
    public void Begin(ChatTurnRole role) => turns.Add((role, []));

    /// <summary>Adds a part to the current turn, or starts a turn where the part is spoken by another role.</summary>
    public void Add(ChatTurnRole role, ChatPart part)
    {
        if (turns.Count == 0 || turns[^1].Role != role)
        {
            if (turns.Count > 0 && turns[^1].Parts.Count == 0)
                turns.RemoveAt(turns.Count - 1);
            Begin(role);
        }

        turns[^1].Parts.Add(part);
    }

    /// <summary>Adds text or a picture that belongs to a tool's result.</summary>
    public void AddToResult(ChatPart part)
    {
        if (turns is [.., (ChatTurnRole.Tool, [.., ToolResultPart last] parts)])
            parts[^1] = new ToolResultPart([.. last.Content, part]);
        else
            Add(ChatTurnRole.Tool, new ToolResultPart([part]));
    }

    /// <summary>The finished turns. Calls that a framework stored as messages of their own join the assistant's turn before them.</summary>
    public IReadOnlyList<ChatTurn> ToTurns()
    {
        List<ChatTurn> result = [];
        foreach (var (role, parts) in turns)
        {
            var onlyCalls = parts.Count > 0 && parts.TrueForAll(part => part is ToolCallPart);
            if (role == ChatTurnRole.Assistant && onlyCalls && result is [.., { Role: ChatTurnRole.Assistant } before])
                result[^1] = before with { Parts = [.. before.Parts, .. parts] };
            else
                result.Add(new ChatTurn(role, parts));
        }

        return result;
    }
}
