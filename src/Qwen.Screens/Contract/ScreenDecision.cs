namespace Qwen.Screens.Contract;

/// <summary>What the model decided: to act, to end the task, or to say something.</summary>
internal abstract record ScreenDecision
{
    private protected ScreenDecision()
    {
    }
}
