namespace Qwen.Constraints.Automata;

/// <summary>How the characters of a language are written as bytes.</summary>
internal enum TextForm
{
    /// <summary>UTF-8.</summary>
    Plain,

    /// <summary>Inside a JSON string: UTF-8, and escapes only where JSON demands them (in one spelling each).</summary>
    JsonString,

    /// <summary>Inside a JSON string, with every escape that JSON has. Only for languages that look at nothing but the length.</summary>
    JsonFreeString,
}
