namespace Qwen.Screens.Contract;

/// <summary>An answer of the model, read: either a decision or the problem with it.</summary>
internal sealed record ActionAnswer
{
    /// <summary>The answer as it was written.</summary>
    public required string RawText { get; init; }

    /// <summary>What stands before the call; may be empty.</summary>
    public string Thought { get; init; } = "";

    /// <summary>The call as the history of later requests shows it; null where there is none.</summary>
    public string? Call { get; init; }

    /// <summary>What was decided; null where the answer cannot be carried out.</summary>
    public ScreenDecision? Decision { get; init; }

    /// <summary>Actions that the same answer asks for after the first; usually none.</summary>
    public IReadOnlyList<ScreenAction> Then { get; init; } = [];

    /// <summary>Why it cannot be carried out, in a sentence the model can act on; null where it can.</summary>
    public string? Problem { get; init; }

    /// <summary>What was mended on the way; usually nothing.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
