namespace Qwen.Screens.Simulated.Tests.Scoring;

/// <summary>How a model did on recorded episodes.</summary>
/// <param name="TypeMatches">Answers of the right type: all, and by type.</param>
/// <param name="ExactMatches">Answers that do the same: all, and by type.</param>
/// <param name="GoalProgress">Mean share of an episode's steps before its first mistake.</param>
/// <param name="Complete">Episodes without a mistake.</param>
/// <param name="Episodes">All episodes.</param>
internal sealed record EpisodeReport(ScoreTable TypeMatches, ScoreTable ExactMatches, double GoalProgress, int Complete, int Episodes);
