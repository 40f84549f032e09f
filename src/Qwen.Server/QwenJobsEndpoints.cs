using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Qwen.Orleans;
using Qwen.Server.Jobs;

namespace Qwen.Server;

/// <summary>Maps a page with the jobs of a farm.</summary>
public static class QwenJobsEndpoints
{
    /// <summary>
    /// Maps a page at <c>PATH</c> with all jobs, how far and how fast they are, causes and pictures of what was set aside, and buttons to
    /// pause, resume and cancel; and what it asks at <c>PATH/data</c>. It asks nobody who they are: put it behind the application's
    /// authorisation.
    /// </summary>
    /// <param name="endpoints">Where to map.</param>
    /// <param name="jobs">The jobs: those of a <see cref="QwenFarmHost"/>, or the registered ones of a silo or client.</param>
    /// <param name="path">Where the page lies.</param>
    /// <param name="dashboard">Address of Orleans' dashboard, to link to it; null for no link.</param>
    /// <returns>For further conventions, such as authorisation.</returns>
    public static IEndpointConventionBuilder MapQwenJobs(
        this IEndpointRouteBuilder endpoints, IQwenJobs jobs, string path = "/jobs", Uri? dashboard = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(jobs);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var page = new JobsPage(jobs, dashboard);
        var group = endpoints.MapGroup(path);
        group.MapGet("", JobsPage.WritePageAsync);
        group.MapGet("/jobs.js", JobsPage.WriteScriptAsync);
        group.MapGet("/data", page.WriteDataAsync);
        group.MapGet("/data/{id}/failures", page.WriteFailuresAsync);
        group.MapGet("/data/{id}/pictures/{number}", page.WritePictureAsync);
        group.MapPost("/data/{id}/{action}", page.ActAsync);
        return group;
    }
}
