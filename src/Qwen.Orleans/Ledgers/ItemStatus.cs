namespace Qwen.Orleans.Ledgers;

/// <summary>Where an item stands.</summary>
internal enum ItemStatus
{
    /// <summary>Nobody works on it.</summary>
    Waiting = 0,

    /// <summary>Somebody works on it.</summary>
    Held = 1,

    /// <summary>It has a result.</summary>
    Done = 2,

    /// <summary>It was given up.</summary>
    SetAside = 3,
}
