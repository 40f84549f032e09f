namespace Qwen.Shared.OutsidePrograms;

/// <summary>What a program did too much of, beside taking time.</summary>
internal enum ProgramEnd
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It wrote without end.</summary>
    Output,

    /// <summary>It neither wrote nor computed.</summary>
    Idleness,

    /// <summary>It computed.</summary>
    Computing,
}
