using Qwen.Screens.Simulated.Kit;

namespace Qwen.Screens.Simulated.Tests.Scoring;

/// <summary>Scores pointing as ScreenSpot (arXiv 2401.10935) and ScreenSpot-Pro (arXiv 2504.07981) do.</summary>
internal static class ScreenSpotScorer
{
    /// <summary>Whether an answer is right: a point inside the target, or the word that there is none where there is none.</summary>
    public static bool IsRight(ScreenSpotCase question, PointAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(answer);
        return question.Target is { } target
            ? !answer.SaysAbsent && answer is { X: { } x, Y: { } y } && target.Contains(x, y)
            : answer.SaysAbsent;
    }

    /// <summary>Shares of right answers: all, by group, by type of target, by both, and by application.</summary>
    public static ScoreTable Score(IEnumerable<(ScreenSpotCase Question, PointAnswer Answer)> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        var table = new ScoreTable();
        foreach (var (question, answer) in answers)
        {
            var right = IsRight(question, answer);
            table.Add("all", right);
            table.Add(question.Group, right);
            table.Add(question.TargetType, right);
            table.Add($"{question.Group}/{question.TargetType}", right);
            if (question.Application != question.Group)
                table.Add($"{question.Group}/{question.Application}", right);
            table.Add(question.Target is null ? "negative" : "positive", right);
        }

        return table;
    }
}
