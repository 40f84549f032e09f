using Microsoft.Extensions.AI;
using Qwen.Cli.Evaluation;
using Qwen.Extensions.AI;
using Qwen.Testing;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;

namespace Qwen.Benchmarks;

/// <summary>
/// Counts the steps that answers take: free, under the grammar of their wire form, and by a JSON schema of the same content, which the
/// model is told in words or not; with the right answers beside them, so that no step is saved at their expense. Counts, not times: the
/// same on every machine.
/// </summary>
internal static class StepsBench
{
    /// <summary>Asks the demo model the cases of a folder.</summary>
    public static async Task<int> RunAsync(string? folder)
    {
        folder ??= Path.Combine(RepositoryFiles.DemoCheckpoint, "cases");
        var cases = CaseFolder.Read(folder);
        await using var model = await QwenModel.LoadAsync(RepositoryFiles.DemoCheckpoint, new QwenModelOptions { Device = "cpu" });
        using var client = new QwenChatClient(model);

        string[] forms = ["free", "grammar", "schema", "schema without words"];
        Console.WriteLine($"| task | cases | {string.Join(" | ", forms.Select(form => $"{form}: right | tokens per step"))} |");
        Console.WriteLine($"|---|---|{string.Concat(Enumerable.Repeat("---|---|", forms.Length))}");
        var totals = forms.Select(_ => new StepCount()).ToList();
        foreach (var task in cases.GroupBy(question => question.Task))
        {
            var counts = forms.Select(_ => new StepCount()).ToList();
            foreach (var question in task)
            {
                var messages = CaseQuestion.Create(folder, question);
                counts[0].Add(await AskAsync(client, question, messages, new ChatOptions()));
                if (WireGrammars.For(question, Seen(model, folder, question)) is { } grammar)
                    counts[1]
                        .Add(await AskAsync(client, question, messages, new ChatOptions
                        {
                            AdditionalProperties = new() { [QwenPropertyNames.Grammar] = grammar }
                        }));
                if (WireSchemas.For(question) is { } schema)
                {
                    foreach (var told in new[] { true, false })
                    {
                        counts[told ? 2 : 3].Add(await AskAsync(
                            client, question, messages, new ChatOptions
                            {
                                ResponseFormat = schema,
                                AdditionalProperties = new() { [QwenPropertyNames.FormatInstruction] = told }
                            }));
                    }
                }
            }

            Print(task.Key, counts);
            foreach (var (total, count) in totals.Zip(counts))
                total.Add(count);
        }

        Print("all", totals);
        return 0;
    }

    private static async Task<StepCount> AskAsync(
        IChatClient client, EvaluationCase question, IReadOnlyList<ChatMessage> messages, ChatOptions options)
    {
        (options.Temperature, options.MaxOutputTokens) = (0, 512);
        var response = await client.GetResponseAsync(messages, options);

        // the references are fenced, as the model writes; answers by a schema come without
        var answer = options.ResponseFormat is null ? response.Text : $"```json\n{response.Text}\n```";
        return StepCount.Of(response, CaseJudge.IsRight(question, answer));
    }

    private static PixelSize Seen(QwenModel model, string folder, EvaluationCase question) => question.Frames is null
        ? ImagePreparer.Prepare(File.ReadAllBytes(Path.Combine(folder, question.File)), model.Preprocessor, model.Vision).ModelSize
        : default;

    private static void Print(string task, IReadOnlyList<StepCount> counts) =>
        Console.WriteLine($"| {task} | {counts[0].Answers} | {string.Join(" | ", counts)} |");
}
