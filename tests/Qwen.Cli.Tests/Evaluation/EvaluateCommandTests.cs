using System.Text.Json;
using System.Text.Json.Nodes;
using Qwen.Cli.Evaluation;
using Qwen.Testing;

namespace Qwen.Cli.Tests.Evaluation;

/// <summary><c>qwenvl evaluate</c>: the demo model and its first weights, the ordinary chat client, and recorded answers.</summary>
public sealed class EvaluateCommandTests
{
    [Fact]
    public Task The_exact_form_reproduces_the_embedded_answers() =>
        AssertReproducesAsync(CaseFolders.Embedded, RepositoryFiles.DemoCheckpoint);

    [Fact]
    [Trait("Category", "Golden")]
    public Task The_exact_form_reproduces_every_held_out_answer() => AssertReproducesAsync(CaseFolders.HeldOut(), HeldOutCase.Checkpoint);

    [Fact]
    public async Task Recorded_answers_are_stored_and_the_rest_of_the_list_stays()
    {
        var folder = Directory.CreateTempSubdirectory("qwenvl-record-");
        try
        {
            var (before, picture) = (CaseFolder.Read(CaseFolders.Embedded)[0], "picture.png");
            File.Copy(Path.Combine(CaseFolders.Embedded, before.File), Path.Combine(folder.FullName, picture));
            var list = Path.Combine(folder.FullName, "cases.json");
            var asked = new JsonObject
            {
                ["task"] = before.Task, ["kind"] = before.Kind, ["file"] = picture, ["prompt"] = before.Prompt,
                ["reference"] = before.Reference, ["note"] = "»stays«",
            };
            await File.WriteAllTextAsync(list, new JsonArray(asked).ToJsonString());

            var run = await CommandRun.StartAsync(["evaluate", folder.FullName, "--precision", "fp32", "--device", "cpu", "--record"]);

            Assert.True(run.ExitCode == ExitCode.Ok, run.Notes);
            var stored = JsonNode.Parse(await File.ReadAllTextAsync(list))![0]!;
            Assert.Equal(before.RecordedAnswer, (string?)stored["answer"]);
            Assert.Equal(before.RecordedRight, (bool?)stored["right"]);
            Assert.Equal("»stays«", (string?)stored["note"]);
            Assert.Equal(2, folder.GetFiles().Length);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_table_has_a_line_for_each_task_and_one_for_all()
    {
        var run = await CommandRun.StartAsync(["evaluate", CaseFolders.Embedded, "--limit", "1", "--device", "cpu"]);
        Assert.Equal(ExitCode.Ok, run.ExitCode);
        var tasks = CaseFolder.Read(CaseFolders.Embedded).Select(c => c.Task).Distinct().ToList();
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["task", .. tasks, "total"], lines.Select(l => l.Split(' ')[0]));
    }

    [Fact]
    public void A_report_counts_by_task()
    {
        EvaluationResult[] results =
        [
            new("a", "1", "p", "x", Right: true, Equal: true, RecordedRight: true),
            new("b", "2", "p", "x", Right: true, Equal: false, RecordedRight: false),
            new("a", "3", "p", "x", Right: false, Equal: null, RecordedRight: null),
        ];
        var report = EvaluationReport.Create("m", "cpu", "fp32", results);
        Assert.Equal(
            [new EvaluationTotals("a", 2, 1, 1, 1, 1), new EvaluationTotals("b", 1, 1, 1, 0, 0)],
            report.Tasks);
        Assert.Equal(new EvaluationTotals("total", 3, 2, 2, 1, 1), report.Total);
    }

    private static async Task AssertReproducesAsync(string folder, string checkpoint)
    {
        var run = await CommandRun.StartAsync(
            ["evaluate", folder, "--model", checkpoint, "--precision", "fp32", "--device", "cpu", "--json"]);
        Assert.True(run.ExitCode == ExitCode.Ok, run.Notes);
        var report = JsonSerializer.Deserialize(run.Output, EvaluationJson.Default.EvaluationReport)!;
        Assert.Equal(CaseFolder.Read(folder).Count, report.Total.Cases);
        var differing = report.Results.Where(r => r.Equal is not true).Select(r => $"{r.File}: {r.Answer}");
        Assert.Empty(differing);
        Assert.Equal(report.Total.RecordedRight, report.Total.Right);
    }
}
