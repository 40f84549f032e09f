using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Dashboard;
using Orleans.Hosting;
using Qwen.Orleans;
using Qwen.Testing;
using Qwen.VisionLanguage.Images;

namespace Qwen.Server.Tests.Jobs;

/// <summary>The page of jobs beside Orleans' dashboard, in a web application that is a silo.</summary>
public sealed class JobsPageTests
{
    [Fact]
    public async Task The_page_shows_jobs_and_their_failures_and_pauses_them_for_its_own_script_only()
    {
        using var folder = new TempFolder();
        await File.WriteAllBytesAsync(folder.File("page.png"), TestPicture.Encode(56, 56));
        await File.WriteAllTextAsync(folder.File("wrong.png"), "<b>no picture</b>");
        using var model = new FixedAnswerClient("Gate 12");
        var ports = Enumerable.Range(0, 2).Select(_ => FreePort()).ToList();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Host.UseOrleans(silo => silo.UseQwenMemory(ports[0], ports[1]).AddDashboard().AddQwenFarm(options =>
        {
            options.Client = model;
            options.AllowedFolders.Add(folder.Path);
            options.AddTask("fails", _ => new FailingTask());
        }));
        await using var app = builder.Build();
        app.UseRouting();
        var farmJobs = app.Services.GetRequiredService<IQwenJobs>();
        app.MapQwenJobs(farmJobs, "/admin/jobs", new Uri("/admin/orleans/", UriKind.Relative));
        app.MapOrleansDashboard("/admin/orleans");
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        using var client = new HttpClient { BaseAddress = new Uri(address) };

        var done = await farmJobs.StartAsync(Job(folder, "*.png"));
        Assert.Equal(2, await farmJobs.ReadResultsAsync(done).CountAsync());
        var waiting = await farmJobs.StartAsync(Job(folder, "*.png") with { Name = "waits", Model = "another" });

        var page = await client.GetStringAsync("/admin/jobs");
        Assert.Contains("src=\"/admin/jobs/jobs.js\"", page, StringComparison.Ordinal);
        Assert.Contains("Orleans", await client.GetStringAsync("/admin/orleans/"), StringComparison.Ordinal);
        Assert.Contains("/data", await client.GetStringAsync("/admin/jobs/jobs.js"), StringComparison.Ordinal);
        using var data = JsonDocument.Parse(await client.GetStringAsync("/admin/jobs/data"));
        Assert.Equal("/admin/orleans/", data.RootElement.GetProperty("dashboard").GetString());
        var jobs = data.RootElement.GetProperty("jobs").EnumerateArray().ToDictionary(job => job.GetProperty("id").GetString()!);
        Assert.Equal((1, 1), (jobs[done].GetProperty("done").GetInt32(), jobs[done].GetProperty("set_aside").GetInt32()));
        Assert.Equal("Running", jobs[waiting].GetProperty("status").GetString());
        using var failures = JsonDocument.Parse(await client.GetStringAsync($"/admin/jobs/data/{done}/failures"));
        var failed = Assert.Single(failures.RootElement.EnumerateArray()).GetProperty("file").GetString();
        Assert.EndsWith("wrong.png", failed, StringComparison.Ordinal);

        // a picture of what failed, where there is one; of other items, nothing
        var broken = await farmJobs.StartAsync(Job(folder, "page.png") with { Task = JobTask.Own("fails") });
        Assert.Single(await farmJobs.ReadResultsAsync(broken).ToListAsync());
        var pictures = $"/admin/jobs/data/{broken}/pictures";
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"{pictures}/0")).StatusCode);
        await client.GetStringAsync($"/admin/jobs/data/{broken}/failures");
        var picture = ImageDecoder.Decode(await client.GetByteArrayAsync($"{pictures}/0"));
        Assert.Equal((56, 56), (picture.Width, picture.Height));
        foreach (var other in new[] { $"{pictures}/1", $"{pictures}/x", $"/admin/jobs/data/{done}/pictures/1" })
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(other)).StatusCode);

        Assert.Equal(HttpStatusCode.Forbidden, (await client.PostAsync($"/admin/jobs/data/{waiting}/pause", null)).StatusCode);
        client.DefaultRequestHeaders.Add("X-Qwen-Jobs", "1");
        Assert.Equal(HttpStatusCode.NoContent, (await client.PostAsync($"/admin/jobs/data/{waiting}/pause", null)).StatusCode);
        Assert.Equal(JobStatus.Paused, (await farmJobs.GetProgressAsync(waiting)).Status);
        var wrong = await client.PostAsync("/admin/jobs/data/nothing/cancel", null);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Equal("There is no job 'nothing'.", await wrong.Content.ReadAsStringAsync());
        await app.StopAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static QwenJob Job(TempFolder folder, string pattern) => new()
    {
        Name = "done", Task = JobTask.Read(), Source = JobSource.Folder(folder.Path, pattern),
    };
}
