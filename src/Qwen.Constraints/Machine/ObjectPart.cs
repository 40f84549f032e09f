namespace Qwen.Constraints.Machine;

/// <summary>Places between the parts of an object.</summary>
internal enum ObjectPart
{
    /// <summary>Behind the opening brace.</summary>
    Opened,

    /// <summary>Behind a value.</summary>
    Valued,

    /// <summary>Behind a value and white space: only the closing brace may follow.</summary>
    Closing,

    /// <summary>Behind a comma.</summary>
    Separated,
}
