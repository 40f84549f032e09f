namespace Qwen.Constraints.Fuzzing;

/// <summary>What became of one input.</summary>
/// <param name="Result">
/// One word: refused, ended, open (still writing when the walk was over), spent (the answer ended in a sentence: even its way out took
/// more than is granted), or what went wrong.
/// </param>
/// <param name="Detail">The sentence it was refused with, or what was found.</param>
/// <param name="IsFinding">Whether this may not happen.</param>
/// <param name="Compile">Time to compile or refuse.</param>
/// <param name="Slowest">The slowest token.</param>
/// <param name="Work">Steps of work that the compilation and the answer took together.</param>
public sealed record FuzzOutcome(string Result, string Detail, bool IsFinding, TimeSpan Compile, TimeSpan Slowest, long Work = 0);
