using System.Diagnostics;
using System.Globalization;
using Qwen.Testing;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Generation;
using Qwen.VisionLanguage.Text;

namespace Qwen.Benchmarks;

/// <summary>
/// Whether drafts pay on long transcriptions of a large model: tokens per step, and time per answer with several tokens in a step and with
/// one, in turn. The weights may be random: the answer is told through the mask (<see cref="ScriptedAnswer"/>), the computing is that of
/// the shape.
/// </summary>
internal static class TranscriptsBench
{
    /// <summary>Writes each transcription with the model of a folder.</summary>
    public static async Task<int> RunAsync(string folder, QwenPrecision precision)
    {
        await using var model = await QwenModel.LoadAsync(folder, new QwenModelOptions { Device = "cpu", Precision = precision });
        Console.WriteLine(
            "| transcription | prompt, tokens | answer, tokens | guessed | of them right | tokens per step | s, one at a time | s, several "
            + "| ratio |\n|---|---|---|---|---|---|---|---|---|");
        var end = model.GenerationDefaults.EndTokenIds[0];
        foreach (var (name, prompt, answer) in Transcripts.All())
        {
            var told = model.Tokenizer.EncodeAnswer(answer);
            var request = new GenerationRequest
            {
                Turns = [new ChatTurn(ChatTurnRole.User, prompt)],
                MaxOutputTokens = told.Length,
                StopRepetition = false,
            };

            // the prompt is in place before either is timed; a script serves one answer
            ScriptedAnswer Script() => new(told, end);
            await WriteAsync(model, request with { MaxOutputTokens = 1, Constraint = Script() });
            var (_, one) = await WriteAsync(model, request with { SeveralTokensPerStep = false, Constraint = Script() });
            var (usage, several) = await WriteAsync(model, request with { Constraint = Script() });
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {usage.InputTokens} | {usage.OutputTokens} | {usage.DraftedTokens} | {usage.AcceptedTokens} "
                + $"| {(usage.OutputTokens - 1) / (double)usage.Steps:f2} | {one:f1} | {several:f1} | {one / several:f2} |"));
        }

        return 0;
    }

    private static async Task<(GenerationUsage Usage, double Seconds)> WriteAsync(QwenModel model, GenerationRequest request)
    {
        var start = Stopwatch.GetTimestamp();
        GenerationUsage? usage = null;
        await foreach (var update in model.GenerateAsync(request))
            usage = update.Usage ?? usage;
        return (usage!, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }
}
