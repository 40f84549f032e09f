using System.CommandLine;
using System.Text.Json;
using Qwen.Cli.Evaluation;
using Qwen.Cli.Files;
using Qwen.Cli.Terminal;
using Qwen.Extensions.AI;
using Qwen.VisionLanguage;

namespace Qwen.Cli.Commands;

/// <summary><c>qwenvl evaluate</c>: answers a folder of cases and counts what is right.</summary>
internal static class EvaluateCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(CliConsole console)
    {
        var folder = new Argument<string>("CASES") { Description = "Folder with cases.json and the pictures it lists." };
        var model = new Option<string?>("--model")
        {
            Description = "Folder of a checkpoint, or the name of a model; the demo model when left out.",
            HelpName = "FOLDER"
        };
        var limit = new Option<int?>("--limit") { Description = "Most cases of each task.", HelpName = "N" };
        limit.AtLeast(1);
        var json = new Option<bool>("--json") { Description = "Write the report, with every answer, as JSON." };
        var record = new Option<bool>("--record") { Description = "Store the answers in cases.json as the recorded ones." };
        var settings = new ModelSettings();
        var command = new TaughtCommand(
            "evaluate",
            "Answer every case of a folder and count, task by task, what is right and what equals the recorded answer.",
            "qwenvl evaluate heldout",
            "qwenvl evaluate heldout --precision fp32 --json > report.json",
            "qwenvl evaluate heldout --model models/mine --limit 5",
            "qwenvl evaluate heldout --precision fp32 --record")
        {
            folder, model, limit, json, record,
        };
        settings.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var cases = CaseFolder.Read(parsed.GetValue(folder)!, parsed.GetValue(limit));
            var options = settings.Read(parsed);
            await using var loaded = await ModelSettings.LoadAsync(
                console, parsed.GetValue(model) ?? DemoModel.Folder(), options, cancellationToken);
            using var client = new QwenChatClient(loaded);
            var evaluator = new Evaluator(client, parsed.GetValue(folder)!);
            var results = await ProgressView.RunAsync(console, progress => CollectAsync(evaluator, cases, progress, cancellationToken));
            if (parsed.GetValue(record))
                await CaseRecorder.WriteAsync(parsed.GetValue(folder)!, results);

            var report = EvaluationReport.Create(loaded.ModelId, loaded.Device, ModelSettings.NameOf(options.Precision), results);
            if (parsed.GetValue(json))
                console.Out.WriteLine(JsonSerializer.Serialize(report, EvaluationJson.Readable.EvaluationReport));
            else
                EvaluationTable.Write(report, console.Out);
            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task<List<EvaluationResult>> CollectAsync(
        Evaluator evaluator, IReadOnlyList<EvaluationCase> cases, IProgress<QwenProgress> progress, CancellationToken cancellationToken)
    {
        List<EvaluationResult> results = [];
        await foreach (var result in evaluator.RunAsync(cases, cancellationToken))
        {
            results.Add(result);
            progress.Report(new QwenProgress("Answering", results.Count, cases.Count));
        }

        return results;
    }
}
