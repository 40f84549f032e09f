using System.Globalization;
using Qwen.Orleans;

namespace Qwen.Cli.Farm;

/// <summary>Jobs in words.</summary>
internal static class JobText
{
    /// <summary>How far a job is.</summary>
    public static string Describe(JobProgress job)
    {
        var all = job.ReadToEnd ? $"{job.Read}" : $"at least {job.Read}";
        var lines = new List<string>
        {
            $"{job.Id}  {job.Name}: {job.Status.ToString().ToLowerInvariant()}{(job.Reason is null ? "" : $". {job.Reason}")}",
            $"  {job.Done} of {all} done, {job.SetAside} set aside, {job.Running} being worked on by {job.Silos} "
                + (job.Silos == 1 ? "silo" : "silos"),
        };
        if (job.ItemsPerSecond > 0 && !job.HasEnded)
        {
            var speed = job.ItemsPerSecond.ToString("0.##", CultureInfo.InvariantCulture);
            lines.Add($"  {speed} items a second{(job.TimeLeft is { } left ? $", {Round(left)} left" : "")}");
        }

        lines.AddRange(job.Causes.Select(cause => $"  {cause.Value} x {cause.Key}"));
        return string.Join('\n', lines);
    }

    /// <summary>A job in the list.</summary>
    public static string Describe(JobListing job) => string.Create(
        CultureInfo.InvariantCulture,
        $"{job.Id}  {job.Created:yyyy-MM-dd HH:mm}  {job.Status.ToString().ToLowerInvariant(),-9}  {job.Name}");

    private static string Round(TimeSpan time) => time.TotalDays >= 2
        ? $"{time.TotalDays:0} days"
        : time.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture);
}
