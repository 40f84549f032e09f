using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Qwen.Orleans;
using Qwen.VisionLanguage;

namespace Qwen.Server.Jobs;

/// <summary>The page of jobs and what it asks.</summary>
internal sealed class JobsPage(IQwenJobs jobs, Uri? dashboard)
{
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    // a page elsewhere cannot send it without being asked for leave first
    private const string OwnHeader = "X-Qwen-Jobs";
    private const int Shown = 50;
    private const int Remembered = 1000;

    // only items that the page has shown are drawn: whoever asks for another one gets nothing
    private readonly ConcurrentDictionary<(string Job, long Number), JobItem> shown = new();

    /// <summary>Answers with the page.</summary>
    public static Task WritePageAsync(HttpContext context)
    {
        // its script lies below the page, wherever that was mapped
        var place = HtmlEncoder.Default.Encode($"{context.Request.PathBase}{context.Request.Path}".TrimEnd('/'));
        return WriteAsync(context, Read("jobs/jobs.html").Replace("BASE", place, StringComparison.Ordinal), "text/html; charset=utf-8");
    }

    /// <summary>Answers with its script.</summary>
    public static Task WriteScriptAsync(HttpContext context) => WriteAsync(context, Read("jobs/jobs.js"), "text/javascript; charset=utf-8");

    /// <summary>Answers with all jobs, and how far those are that go on.</summary>
    public async Task WriteDataAsync(HttpContext context)
    {
        var listed = (await jobs.ListAsync(context.RequestAborted).ConfigureAwait(false)).Take(Shown);
        var told = await Task.WhenAll(listed.Select(job => jobs.GetProgressAsync(job.Id, context.RequestAborted))).ConfigureAwait(false);
        await context.Response.WriteAsJsonAsync(
            new JobsData { Jobs = told, Dashboard = dashboard?.ToString() },
            JobsJson.Default.JobsData,
            cancellationToken: context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Answers with some items that were set aside.</summary>
    public Task WriteFailuresAsync(HttpContext context) => GuardAsync(context, async id =>
    {
        var failures = new List<JsonElement>();
        var results = jobs.ReadResultsAsync(id, wait: false, cancellationToken: context.RequestAborted);
        await foreach (var result in results.ConfigureAwait(false))
        {
            if (result.Cause is null)
                continue;
            Remember(id, result);
            failures.Add(JsonDocument.Parse(result.ToJsonLine()).RootElement);
            if (failures.Count == Shown)
                break;
        }

        await context.Response.WriteAsJsonAsync(
            failures, JobsJson.Default.ListJsonElement, cancellationToken: context.RequestAborted).ConfigureAwait(false);
    });

    /// <summary>Answers with a small picture of an item that <see cref="WriteFailuresAsync"/> told.</summary>
    public Task WritePictureAsync(HttpContext context) => GuardAsync(context, async id =>
    {
        var isNumber = long.TryParse(
            (string?)context.GetRouteValue("number"), NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        var picture = isNumber && shown.TryGetValue((id, number), out var item)
            ? await jobs.DrawItemAsync(item, context.RequestAborted).ConfigureAwait(false)
            : null;
        if (picture is not { } png)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = "image/png";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "private, max-age=600";
        await context.Response.Body.WriteAsync(png, context.RequestAborted).ConfigureAwait(false);
    });

    /// <summary>Pauses, resumes or cancels a job.</summary>
    public Task ActAsync(HttpContext context) => GuardAsync(context, async id =>
    {
        if (!context.Request.Headers.ContainsKey(OwnHeader))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        var act = context.GetRouteValue("action") switch
        {
            "pause" => jobs.PauseAsync(id, context.RequestAborted),
            "resume" => jobs.ResumeAsync(id, context.RequestAborted),
            "cancel" => jobs.CancelAsync(id, context.RequestAborted),
            var other => throw new QwenException($"Jobs are paused, resumed and cancelled: '{other}' is none of that."),
        };
        await act.ConfigureAwait(false);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    });

    private void Remember(string job, JobResult result)
    {
        if (shown.Count >= Remembered)
            shown.Clear();
        shown[(job, result.Number)] = result.Item;
    }

    private static async Task GuardAsync(HttpContext context, Func<string, Task> act)
    {
        try
        {
            await act((string)context.GetRouteValue("id")!).ConfigureAwait(false);
        }
        catch (QwenException error) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync(error.Message, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private static string Read(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private static Task WriteAsync(HttpContext context, string text, string type)
    {
        context.Response.ContentType = type;
        context.Response.Headers.ContentSecurityPolicy = Policy;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-cache";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}
