using System.Globalization;

namespace Qwen.Cli.Evaluation;

/// <summary>The report as a table for people.</summary>
internal static class EvaluationTable
{
    /// <summary>Writes one line per task and one for all.</summary>
    public static void Write(EvaluationReport report, TextWriter output)
    {
        var width = Math.Max(5, report.Tasks.Max(t => t.Task.Length));
        output.WriteLine($"{"task".PadRight(width)}  cases  right           recorded right  equal to recorded");
        foreach (var task in report.Tasks.Append(report.Total))
        {
            var right = $"{task.Right,5} {Share(task.Right, task.Cases),8}";
            var equal = $"{task.Equal,5} {Share(task.Equal, task.Recorded),8}";
            output.WriteLine($"{task.Task.PadRight(width)}  {task.Cases,5}  {right}  {task.RecordedRight,14}  {equal}");
        }
    }

    private static string Share(int part, int whole)
        => whole == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / whole:0.0} %");
}
