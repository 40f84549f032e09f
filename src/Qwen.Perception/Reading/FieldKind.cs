namespace Qwen.Perception.Reading;

/// <summary>What a value on a document is.</summary>
internal enum FieldKind
{
    /// <summary>Text as it is printed.</summary>
    Text,

    /// <summary>A number, perhaps printed with a currency.</summary>
    Number,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>Yes or no.</summary>
    Truth,
}
