namespace Qwen.Screens.Simulated.Kit;

/// <summary>How loud a button is.</summary>
internal enum ButtonLook
{
    /// <summary>The one that most people want.</summary>
    Filled,

    /// <summary>One of several.</summary>
    Tonal,

    /// <summary>Letters only.</summary>
    Plain,

    /// <summary>Takes something away.</summary>
    Danger,
}
