namespace Qwen.Orleans.Ledgers;

/// <summary>How a try ended.</summary>
internal enum ItemOutcome
{
    /// <summary>With a value.</summary>
    Done = 0,

    /// <summary>With an error that may pass.</summary>
    Failed = 1,

    /// <summary>With an error that would come again.</summary>
    Hopeless = 2,

    /// <summary>With an error of the silo: its disk is full, its model is another one.</summary>
    Fault = 3,

    /// <summary>It was not ended: the silo gives the item back.</summary>
    Released = 4,
}
