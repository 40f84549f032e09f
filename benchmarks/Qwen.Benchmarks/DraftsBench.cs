using System.Diagnostics;
using System.Globalization;
using Qwen.Cli.Evaluation;
using Qwen.Constraints;
using Qwen.Testing;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Generation;
using Qwen.VisionLanguage.Images;

namespace Qwen.Benchmarks;

/// <summary>
/// Tokens per step and time per answer with several tokens in a step and with one: the demo model's tasks, free and under the grammar of
/// their wire form. Answers are equal; only the clock decides whether drafts stay.
/// </summary>
internal static class DraftsBench
{
    private const int Rounds = 3;

    /// <summary>Asks the demo model the cases of a folder.</summary>
    public static async Task<int> RunAsync(string? folder, QwenPrecision precision)
    {
        folder ??= Path.Combine(RepositoryFiles.DemoCheckpoint, "cases");
        Environment.SetEnvironmentVariable("QWENVL_HELDOUT", folder);
        var questions = CaseFolder.Read(folder).DistinctBy(question => question.File).ToDictionary(question => question.File);
        await using var model = await QwenModel.LoadAsync(
            RepositoryFiles.DemoCheckpoint, new QwenModelOptions { Device = "cpu", Precision = precision });
        Console.WriteLine(
            "| task | answers | tokens an answer | free: tokens per step | ms, one at a time | ms, several | ratio "
            + "| grammar: tokens per step | ms, one at a time | ms, several | ratio |");
        Console.WriteLine($"|---|---|---|{string.Concat(Enumerable.Repeat("---|---|---|---|", 2))}");
        foreach (var task in HeldOutCase.All().Where(recorded => questions.ContainsKey(recorded.File))
            .GroupBy(recorded => questions[recorded.File].Task))
        {
            var (free, held) = (new Tally(), new Tally());
            foreach (var recorded in task)
            {
                var question = questions[recorded.File];
                var request = new GenerationRequest { Turns = recorded.Turns(model.Vision, model.Preprocessor), MaxOutputTokens = 512 };
                await CompareAsync(model, request, null, free);
                if (question.Frames is null && WireGrammars.For(question, Seen(model, recorded)) is { } notation)
                    await CompareAsync(model, request, Grammar.FromNotation(model.Vocabulary, notation), held);
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {task.Key} | {free.Answers} | {free.Tokens / (double)free.Answers:f0} | {free} | {held} |"));
        }

        return 0;
    }

    /// <summary>The same request both ways in turn; the picture is encoded and the prompt in place before.</summary>
    private static async Task CompareAsync(QwenModel model, GenerationRequest request, Grammar? grammar, Tally tally)
    {
        await AnswerAsync(model, request with { MaxOutputTokens = 1 });
        var (one, several) = (new List<double>(), new List<double>());
        GenerationUsage usage = null!;
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var together in (bool[])[false, true])
            {
                var start = Stopwatch.GetTimestamp();
                usage = await AnswerAsync(
                    model, request with { SeveralTokensPerStep = together, Constraint = grammar?.CreateConstraint() });
                (together ? several : one).Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        tally.Answers++;
        tally.Tokens += usage.OutputTokens;
        tally.Steps += usage.Steps;
        tally.One += Median(one);
        tally.Several += Median(several);
    }

    private static async Task<GenerationUsage> AnswerAsync(QwenModel model, GenerationRequest request)
    {
        GenerationUsage? usage = null;
        await foreach (var update in model.GenerateAsync(request))
            usage = update.Usage ?? usage;
        return usage!;
    }

    private static PixelSize Seen(QwenModel model, HeldOutCase recorded)
        => ImagePreparer.Prepare(recorded.ReadPicture(), model.Preprocessor, model.Vision).ModelSize;

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    /// <summary>Sums over answers.</summary>
    private sealed class Tally
    {
        public int Answers { get; set; }

        public long Tokens { get; set; }

        public long Steps { get; set; }

        /// <summary>Milliseconds, one token in a step.</summary>
        public double One { get; set; }

        /// <summary>Milliseconds, several tokens in a step.</summary>
        public double Several { get; set; }

        // an answer's first token comes from the prompt's run
        public override string ToString() => Answers == 0 ? "| | |" : string.Create(
            CultureInfo.InvariantCulture,
            $"{(Steps == 0 ? "no step" : $"{(Tokens - Answers) / (double)Steps:f2}")} | {One / Answers:f1} | {Several / Answers:f1} | "
            + $"{One / Several:f2}");
    }
}
