namespace Qwen.Cli.Screens;

/// <summary>What a person at the terminal is asked.</summary>
internal enum Approval
{
    /// <summary>About every action that changes something.</summary>
    Ask,

    /// <summary>Nothing: only looking and waiting are carried out.</summary>
    Deny,

    /// <summary>Nothing about what can be taken back, which is carried out; about the rest.</summary>
    AllReversible,
}
