using System.Text.Json;
using Qwen.Cli.Evaluation;
using Qwen.Testing;

namespace Qwen.Cli.Tests.Evaluation;

/// <summary><c>qwenvl evaluate</c>: the demo model, the ordinary chat client, and answers that were recorded elsewhere.</summary>
public sealed class EvaluateCommandTests
{
    [Fact]
    public Task The_exact_form_reproduces_the_embedded_answers() => AssertReproducesAsync(CaseFolders.Embedded);

    [Fact]
    [Trait("Category", "Golden")]
    public Task The_exact_form_reproduces_every_held_out_answer() => AssertReproducesAsync(CaseFolders.HeldOut());

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

    private static async Task AssertReproducesAsync(string folder)
    {
        var run = await CommandRun.StartAsync(["evaluate", folder, "--model", RepositoryFiles.DemoCheckpoint, "--precision", "fp32", "--device", "cpu", "--json"]);
        Assert.True(run.ExitCode == ExitCode.Ok, run.Notes);
        var report = JsonSerializer.Deserialize(run.Output, EvaluationJson.Default.EvaluationReport)!;
        Assert.Equal(CaseFolder.Read(folder).Count, report.Total.Cases);
        var differing = report.Results.Where(r => r.Equal is not true).Select(r => $"{r.File}: {r.Answer}");
        Assert.Empty(differing);
        Assert.Equal(report.Total.RecordedRight, report.Total.Right);
    }
}
