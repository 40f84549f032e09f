namespace Qwen.Shared.OutsidePrograms;

/// <summary>A time that a program may spend in some way.</summary>
/// <param name="Time">The longest.</param>
/// <param name="Advice">What a person can do where it is reached: one or two sentences.</param>
internal sealed record ProgramBound(TimeSpan Time, string Advice);
