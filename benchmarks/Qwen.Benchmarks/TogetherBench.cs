using System.Diagnostics;
using Qwen.Extensions.AI;
using Qwen.Extensions.AI.Media;
using Qwen.Perception;
using Qwen.Testing;
using Qwen.VisionLanguage;

namespace Qwen.Benchmarks;

/// <summary>Parses eight pages one by one, four and eight together, and says what that saves.</summary>
internal static class TogetherBench
{
    private const int Runs = 3;

    /// <summary>Asks the model of a folder, the demo model's where none is named.</summary>
    public static async Task<int> RunAsync(string? folder, QwenPrecision precision)
    {
        await using var model = await QwenModel.LoadAsync(
            folder ?? RepositoryFiles.DemoCheckpoint,
            new QwenModelOptions { Device = "cpu", Precision = precision, VisionCacheBytes = 0, PrefixCacheEntries = 0 });
        using var client = new QwenChatClient(model);
        var pictures = Path.Combine(RepositoryFiles.Root, "samples", "08-parse", "pictures");
        MediaSource[] pages =
            [.. Enumerable.Range(0, 8).Select(i => (MediaSource)File.ReadAllBytes(Path.Combine(pictures, $"page-{1 + i % 2}.png")))];

        int[] numbers = [1, 4, 8];
        var seconds = numbers.Select(_ => new List<double>()).ToList();
        for (var run = 0; run < Runs; run++)
        {
            for (var i = 0; i < numbers.Length; i++) // in turn: a busy moment hits all alike
            {
                var options = new QwenDocumentOptions { PagesAtOnce = numbers[i], Pictures = new() { MaxOutputTokens = 256 } };
                var watch = Stopwatch.StartNew();
                await new DocumentsTasks(client, options).ParseDocumentAsync(pages);
                seconds[i].Add(watch.Elapsed.TotalSeconds);
            }
        }

        var medians = seconds.Select(list => list.Order().ElementAt(Runs / 2)).ToList();
        Console.WriteLine("| pages at once | seconds for 8 pages, median | against one by one |\n|---|---|---|");
        foreach (var (number, median) in numbers.Zip(medians))
            Console.WriteLine(FormattableString.Invariant($"| {number} | {median:0.00} | {medians[0] / median:0.00} |"));
        return 0;
    }
}
