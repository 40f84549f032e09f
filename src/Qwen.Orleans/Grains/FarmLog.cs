using Microsoft.Extensions.Logging;

namespace Qwen.Orleans.Grains;

/// <summary>What grains write into the log.</summary>
internal static partial class FarmLog
{
    /// <summary>A bucket could not reach its job.</summary>
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Grain} could not tell its job how far it is: {Error}")]
    public static partial void LogUntold(this ILogger log, GrainId grain, string error);

    /// <summary>A job could not reach one of its buckets, or read its list.</summary>
    [LoggerMessage(Level = LogLevel.Warning, Message = "The job {Job} could not {What}: {Error} It will try again.")]
    public static partial void LogJob(this ILogger log, string job, string what, string error);

    /// <summary>A job has ended.</summary>
    [LoggerMessage(Level = LogLevel.Information, Message = "The job {Job} ({Name}) is {Status}. {Reason}")]
    public static partial void LogStatus(this ILogger log, string job, string name, JobStatus status, string? reason);
}
