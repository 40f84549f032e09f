namespace Qwen.Screens;

/// <summary>What the model decided: to act, to end the task, or to say something.</summary>
public abstract record ScreenDecision
{
    private protected ScreenDecision()
    {
    }
}
