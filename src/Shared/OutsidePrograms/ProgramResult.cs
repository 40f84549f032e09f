namespace Qwen.Shared.OutsidePrograms;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its exit code; 128 and the number of the signal where one ended it.</param>
/// <param name="Log">The beginning of its log.</param>
/// <param name="LogEnd">The end of its log.</param>
internal sealed record ProgramResult(int ExitCode, string Log, string LogEnd);
