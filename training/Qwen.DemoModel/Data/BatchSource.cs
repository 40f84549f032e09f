using Qwen.DemoModel.Drawing;
using Qwen.DemoModel.Tasks;
using Qwen.DemoModel.Tasks.Talks;

namespace Qwen.DemoModel.Data;

/// <summary>Makes batch number n of a run: the same for the same seed, whichever thread makes it.</summary>
/// <param name="packer">Packs.</param>
/// <param name="mix">Names of buckets, gone through again and again.</param>
/// <param name="seed">Seed of the run.</param>
/// <param name="heldOut">Whether held-out material is drawn.</param>
internal sealed class BatchSource(Packer packer, IReadOnlyList<string> mix, int seed, bool heldOut)
{
    /// <summary>Share of pictures that are drawn at another size and resized.</summary>
    private const double ResizedShare = 0.2;

    /// <summary>Share of pictures whose question stands before them.</summary>
    private const double TextFirstShare = 0.22;

    /// <summary>Share of batches whose small pictures are not enlarged.</summary>
    private const double SmallShare = 0.1;

    /// <summary>Makes one batch.</summary>
    public Batch Make(long number)
    {
        var dice = new Dice(SeedOf(number), heldOut);
        var bucket = Bucket.All[mix[(int)(number % mix.Count)]];
        if (bucket.Talk is { } talks)
            return Talk(dice, bucket, talks.Draw(dice, bucket.Examples));
        var opening = heldOut ? Opening.Default : Openings.Draw(dice, bucket.Kinds.Any(kind => kind.Task is ScreenTask));

        var enlarge = heldOut || !dice.Chance(SmallShare);

        // one size for all pictures of a kind, so that little of the batch is padding
        (double, (ITask, (int, int)))[] kinds = [.. bucket.Kinds.Select(kind => (kind.Weight, (kind.Task, dice.Pick(kind.Sizes))))];
        return packer.Pack(
            bucket.Name,
            [.. Enumerable.Range(0, bucket.Examples)
                .Select(_ => bucket.Pairs is { } pairs ? Pair(pairs.Draw(dice, See)) : Example(dice, kinds, bucket.TextTokens, See))],
            opening);

        Picture See(Picture picture) => packer.See(picture, enlarge);
    }

    // other functions with every batch; what all its requests share is computed once
    private Batch Talk(Dice dice, Bucket bucket, Talk talk)
    {
        var opening = (heldOut ? Opening.Default : Openings.Draw(dice, forScreens: false)) with { Tools = talk.Tools };
        return packer.Pack(
            bucket.Name,
            [.. talk.Questions.Where(question => packer.Measure(question) <= bucket.TextTokens)
                .Select(question => new Example([], [question], TextFirst: false))],
            opening);
    }

    private static Example Pair(Pair pair) => new([pair.First, pair.Second], [pair.Question], TextFirst: false);

    // training takes the even seeds, evaluation the odd ones
    private int SeedOf(long number)
    {
        var mixed = (ulong)(seed * 0x1_0000_0000L + number) * 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 31)) * 0xBF58476D1CE4E5B9;
        return (int)(mixed >> 34) << 1 | (heldOut ? 1 : 0);
    }

    private Example Example(Dice dice, ReadOnlySpan<(double, (ITask, (int, int)))> kinds, int room, Func<Picture, Picture> see)
    {
        while (true)
        {
            var (task, (width, height)) = dice.Weighted(kinds);
            var own = new Dice(dice.Seed(), heldOut);
            var picture = see(Draw(own, task, width, height));
            var textFirst = !heldOut && own.Chance(TextFirstShare);
            var questions = Questions(own, task, picture, room, textFirst || heldOut ? 1 : task is LineTask ? 1 : 4);
            if (questions.Count > 0)
                return new Example(picture, questions, textFirst);
        }
    }

    private static Picture Draw(Dice dice, ITask task, int width, int height)
    {
        if (task is not (SceneTask or ScreenTask) || !dice.Chance(ResizedShare))
            return task.Draw(dice, width, height);
        var scale = dice.Real(0.8, task is SceneTask ? 2 : 1.4);
        return task.Draw(dice, (int)(width * scale), (int)(height * scale)).Resized(width, height);
    }

    private List<Question> Questions(Dice dice, ITask task, Picture picture, int room, int most)
    {
        var questions = new List<Question>();
        for (var tries = 0; tries < 8 && questions.Count < most; tries++)
        {
            if (task.Ask(dice, picture) is not { } question || questions.Any(other => other.AnswerText == question.AnswerText))
                continue;
            var tokens = packer.Measure(question);
            if (tokens > room)
                continue;
            room -= tokens;
            questions.Add(question);
        }

        return questions;
    }
}
