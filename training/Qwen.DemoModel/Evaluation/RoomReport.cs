using System.Globalization;
using Qwen.DemoModel.Data;
using Qwen.DemoModel.Drawing;

namespace Qwen.DemoModel.Evaluation;

/// <summary>
/// How long questions with their answers are, and how many do not fit the batch they were drawn for: those are left out without a
/// word, and what is left out is the longest, which is the hardest.
/// </summary>
internal static class RoomReport
{
    private const int Pictures = 300;

    /// <summary>Prints one line for each bucket and kind of question.</summary>
    public static void Print(Packer packer, IEnumerable<string> buckets)
    {
        Console.WriteLine("| batch | room | kind | asked | tokens, median | nine in ten | longest | left out |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var bucket in buckets.Select(name => Bucket.All[name]).Where(bucket => bucket.Kinds.Count > 0))
        {
            var lengths = new SortedDictionary<string, List<int>>(StringComparer.Ordinal);
            for (var seed = 0; seed < Pictures; seed++)
            {
                var dice = new Dice(2 * seed, heldOut: false);
                var (task, sizes) = dice.Weighted([.. bucket.Kinds.Select(kind => (kind.Weight, (kind.Task, kind.Sizes)))]);
                var (width, height) = dice.Pick(sizes);
                if (task.Ask(dice, task.Draw(dice, width, height)) is not { } question)
                    continue;
                if (!lengths.TryGetValue(question.Kind, out var kind))
                    lengths.Add(question.Kind, kind = []);
                kind.Add(packer.Measure(question));
            }

            foreach (var (kind, tokens) in lengths)
            {
                tokens.Sort();
                var left = 100.0 * tokens.Count(length => length > bucket.TextTokens) / tokens.Count;
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {bucket.Name} | {bucket.TextTokens} | {kind} | {tokens.Count} | {tokens[tokens.Count / 2]} | "
                    + $"{tokens[tokens.Count * 9 / 10]} | {tokens[^1]} | {left:0} % |"));
            }
        }
    }
}
