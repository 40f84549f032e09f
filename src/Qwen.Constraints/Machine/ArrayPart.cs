namespace Qwen.Constraints.Machine;

/// <summary>Places between the items of an array.</summary>
internal enum ArrayPart
{
    /// <summary>Behind the opening bracket of an array that may stay empty.</summary>
    Opened,

    /// <summary>Behind an item.</summary>
    Valued,

    /// <summary>Behind an item and white space: only the closing bracket may follow.</summary>
    Closing,
}
