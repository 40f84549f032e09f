using Qwen.Screens.Contract;
using Qwen.VisionLanguage.Images;

namespace Qwen.Screens.Simulated.Tests.Scoring;

/// <summary>Compares actions with those of recorded episodes. Pure functions.</summary>
internal static class StepScorer
{
    /// <summary>A drag shorter than this, in shares of the screen, is a tap.</summary>
    private const double ShortestSwipe = 0.04;

    /// <summary>Compares one action.</summary>
    /// <param name="step">The step.</param>
    /// <param name="answer">What the model decided, in pixels of the step's picture; null where its answer could not be read.</param>
    /// <param name="rules">What counts as equal.</param>
    public static StepScore Score(EpisodeStepCase step, ScreenDecision? answer, StepMatchRules rules)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(rules);
        var type = TypeOf(step.Wanted, step.Size);
        return answer is null || TypeOf(answer, step.Size) != type
            ? new StepScore(false, false)
            : new StepScore(true, IsSame(step, step.Wanted, answer, rules));
    }

    /// <summary>
    /// Scores whole episodes: shares of type matches and exact matches, by type of action too, and the mean goal progress.
    /// </summary>
    /// <param name="answers">Steps with their answers, in any order.</param>
    /// <param name="rules">What counts as equal.</param>
    public static EpisodeReport Score(IEnumerable<(EpisodeStepCase Step, ScreenDecision? Answer)> answers, StepMatchRules rules)
    {
        ArgumentNullException.ThrowIfNull(answers);
        var (types, exact) = (new ScoreTable(), new ScoreTable());
        var episodes = new Dictionary<string, List<(int Step, bool Right)>>();
        foreach (var (step, answer) in answers)
        {
            var score = Score(step, answer, rules);
            var name = TypeOf(step.Wanted, step.Size);
            types.Add("all", score.TypeMatch);
            types.Add(name, score.TypeMatch);
            exact.Add("all", score.ExactMatch);
            exact.Add(name, score.ExactMatch);
            if (!episodes.TryGetValue(step.Episode, out var steps))
                episodes[step.Episode] = steps = [];
            steps.Add((step.Step, score.ExactMatch));
        }

        // how far an episode comes before its first mistake
        var progress = episodes.Values.Select(steps =>
            (double)steps.OrderBy(step => step.Step).TakeWhile(step => step.Right).Count() / steps.Count).ToList();
        return new EpisodeReport(types, exact, progress.DefaultIfEmpty().Average(), progress.Count(share => share == 1), progress.Count);
    }

    /// <summary>How much two texts agree: 1 less the share of characters to change.</summary>
    public static double Agreement(string first, string second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Length == 0 && second.Length == 0)
            return 1;
        var row = Enumerable.Range(0, second.Length + 1).ToArray();
        for (var i = 1; i <= first.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 1; j <= second.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (first[i - 1] == second[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return 1 - (double)row[^1] / Math.Max(first.Length, second.Length);
    }

    private static string TypeOf(ScreenDecision decision, PixelSize size) => decision switch
    {
        FinishDecision => "finish",
        ReplyDecision => "reply",
        ActDecision { Action: TapAction or DoubleTapAction } => "tap",
        ActDecision { Action: DragAction drag } => IsTap(drag, size) ? "tap" : "scroll",
        ActDecision { Action: ScrollAction } => "scroll",
        ActDecision { Action: LongPressAction } => "long press",
        ActDecision { Action: TypeTextAction } => "type",
        ActDecision { Action: OpenAction } => "open",
        ActDecision { Action: WaitAction } => "wait",
        _ => "press",
    };

    private static bool IsSame(EpisodeStepCase step, ScreenDecision wanted, ScreenDecision answer, StepMatchRules rules) =>
        (wanted, answer) switch
        {
            (FinishDecision first, FinishDecision second) => first.Success == second.Success,
            (ReplyDecision first, ReplyDecision second) => SameText(first.Text, second.Text, rules),
            (ActDecision { Action: TypeTextAction first }, ActDecision { Action: TypeTextAction second }) =>
                SameText(first.Text, second.Text, rules),
            (ActDecision { Action: OpenAction first }, ActDecision { Action: OpenAction second }) =>
                SameText(first.Target, second.Target, rules),
            (ActDecision { Action: WaitAction }, _) => true,
            (ActDecision first, ActDecision second) when TypeOf(first, step.Size) == "scroll" =>
                Direction(first.Action) == Direction(second.Action),
            (ActDecision first, ActDecision second) when PointOf(first.Action) is { } a && PointOf(second.Action) is { } b =>
                SamePlace(step, a, b, rules),
            (ActDecision first, ActDecision second) => first.Action == second.Action,
            _ => false,
        };

    private static bool SamePlace(EpisodeStepCase step, ScreenPoint wanted, ScreenPoint answer, StepMatchRules rules)
    {
        var elements = step.Elements.Where(box => box.Widen(rules.BoxWidening).Contains(wanted.X, wanted.Y)).ToList();
        if (elements.Any(box => box.Widen(rules.BoxWidening).Contains(answer.X, answer.Y)))
            return true;
        var (right, down) = ((double)(wanted.X - answer.X) / step.Size.Width, (double)(wanted.Y - answer.Y) / step.Size.Height);
        return !(rules.NearOnlyWithoutElement && elements.Count > 0) && Math.Sqrt(right * right + down * down) <= rules.TapDistance;
    }

    private static bool SameText(string wanted, string answer, StepMatchRules rules)
    {
        var (first, second) = (wanted.Trim().ToLowerInvariant(), answer.Trim().ToLowerInvariant());
        if (first == second)
            return true;
        if (rules.TextMayContain && first.Length > 0 && second.Length > 0
            && (first.Contains(second, StringComparison.Ordinal) || second.Contains(first, StringComparison.Ordinal)))
            return true;
        return rules.TextRatio < 1 && Agreement(first, second) > rules.TextRatio;
    }

    private static bool IsTap(DragAction drag, PixelSize size)
    {
        var (right, down) = ((double)(drag.To.X - drag.From.X) / size.Width, (double)(drag.To.Y - drag.From.Y) / size.Height);
        return Math.Sqrt(right * right + down * down) <= ShortestSwipe;
    }

    private static ScreenPoint? PointOf(ScreenAction action) => action switch
    {
        TapAction tap => tap.Point,
        DoubleTapAction tap => tap.Point,
        LongPressAction press => press.Point,
        DragAction drag => drag.From,
        _ => null,
    };

    // which way the content is looked through: a finger that goes up shows what lies below
    private static string Direction(ScreenAction action)
    {
        var (right, down) = action switch
        {
            DragAction drag => (drag.From.X - drag.To.X, drag.From.Y - drag.To.Y),
            ScrollAction scroll => (scroll.Right, scroll.Down),
            _ => (0, 0),
        };
        return Math.Abs(down) >= Math.Abs(right) ? down < 0 ? "up" : "down" : right < 0 ? "left" : "right";
    }
}
