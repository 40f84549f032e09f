namespace Qwen.Screens.Simulated.Tests.Scoring;

/// <summary>How an action compares with the one that was wanted.</summary>
/// <param name="TypeMatch">Whether it is of the same type.</param>
/// <param name="ExactMatch">Whether it does the same.</param>
internal sealed record StepScore(bool TypeMatch, bool ExactMatch);
