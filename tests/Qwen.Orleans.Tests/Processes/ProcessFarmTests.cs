using Qwen.Testing;
using Qwen.VisionLanguage;

[assembly: AssemblyFixture(typeof(Qwen.Orleans.Tests.Processes.PostgresServer))]

namespace Qwen.Orleans.Tests.Processes;

/// <summary>Silos that are processes, over a real database, and all that can happen to them.</summary>
/// <remarks><c>QWENVL_FARM_PAGES</c> sets how many pages there are, for a run that is larger than the usual one.</remarks>
public sealed class ProcessFarmTests(PostgresServer server)
{
    private static readonly int Pages =
        int.TryParse(Environment.GetEnvironmentVariable("QWENVL_FARM_PAGES"), out var pages) ? pages : 160;

    [Fact]
    public async Task Silos_die_the_database_starts_anew_and_every_item_is_done_once()
    {
        await using var farm = await ProcessFarm.StartAsync(server, 3, "--rows", "4");
        for (var i = 0; i < Pages; i++)
            farm.Write($"page-{i:00000}", i % 40 == 7 ? "wrong" : "wait 0.05");
        var id = await farm.Jobs.StartAsync(Job(farm));
        var random = new Random(1);
        var kills = Math.Max(3, Pages / 100);
        for (var kill = 0; kill < kills; kill++)
        {
            var aim = (kill + 1) * Pages / (kills + 2);
            while (await ProcessFarm.InsistAsync(() => farm.Jobs.GetProgressAsync(id)) is var at && at.Done + at.SetAside < aim)
                await Task.Delay(50);
            var living = farm.Silos.Where(silo => !silo.HasExited).ToList();
            await living[random.Next(living.Count)].KillAsync();
            if (kill == kills / 2)
                await server.RestartAsync();
            await farm.Begin("--rows", "4").ReadyAsync();
        }

        var progress = await farm.EndAsync(id, TimeSpan.FromMinutes(Math.Max(3, Pages / 100)));
        var results = await farm.ReadAsync(id);
        var wrong = Enumerable.Range(0, Pages).Count(i => i % 40 == 7);
        Assert.Equal(JobStatus.Completed, progress.Status);
        Assert.Equal((Pages - wrong, wrong, Pages), (progress.Done, progress.SetAside, progress.Read));
        Assert.Equal(Enumerable.Range(0, Pages).Select(i => (long)i), results.Select(one => one.Number));
        Assert.Equal(Enumerable.Range(0, Pages).Select(i => $"page-{i:00000}"), results.Select(one => Path.GetFileName(one.Item.File)));
        Assert.All(results, one => Assert.Equal(one.Number % 40 == 7 ? "It is no picture." : null, one.Cause));
        Assert.Equal(Pages - wrong, results.Count(one => one.Value == $$"""{"name":"page-{{one.Number:00000}}","text":"read"}"""));
    }

    [Fact]
    public async Task An_item_that_ends_its_process_is_set_aside_and_takes_no_other_with_it()
    {
        await using var farm = await ProcessFarm.StartAsync(server, 2, "--rows", "4", "--lease", "2");
        for (var i = 0; i < 30; i++)
            farm.Write($"page-{i:00000}", i == 11 ? "crash" : "wait 0.02");
        var id = await farm.Jobs.StartAsync(Job(farm));
        using var keeping = new CancellationTokenSource();
        var keeper = KeepTwoAsync(farm, keeping.Token);
        var progress = await farm.EndAsync(id);
        await keeping.CancelAsync();
        await keeper;

        Assert.Equal((JobStatus.Completed, 29, 1), (progress.Status, progress.Done, progress.SetAside));
        var set = Assert.Single(await farm.ReadAsync(id), one => one.Cause is not null);
        Assert.Equal((11, 3), (set.Number, set.Attempts));
        Assert.Contains("The silo that worked on it ended or stood still, 3 times.", set.Cause, StringComparison.Ordinal);
        Assert.Equal(3, farm.Witnessed().Count(line => line == "begin page-00011"));
    }

    [Fact]
    public async Task A_silo_that_stands_still_and_one_whose_model_is_another_keep_nobody_waiting()
    {
        await using var farm = await ProcessFarm.StartAsync(server, 2, "--rows", "2", "--lease", "2");
        for (var i = 0; i < 60; i++)
            farm.Write($"page-{i:00000}", i == 5 ? "hang" : "wait 0.05");
        await farm.Begin("--rows", "2", "--answers", "another").ReadyAsync();
        var id = await farm.Jobs.StartAsync(Job(farm) with
        {
            Model = "recorded", ItemTimeout = TimeSpan.FromSeconds(1), Attempts = 2, RetryPause = TimeSpan.FromMilliseconds(100),
        });
        while ((await ProcessFarm.InsistAsync(() => farm.Jobs.GetProgressAsync(id))).Done < 10)
            await Task.Delay(50);
        farm.Silos[0].Signal("STOP");
        var progress = await farm.EndAsync(id);
        farm.Silos[0].Signal("CONT");

        Assert.Equal((JobStatus.Completed, 59, 1), (progress.Status, progress.Done, progress.SetAside));
        var results = await farm.ReadAsync(id);
        Assert.Equal("It took longer than 1 s.", results[5].Cause);
        Assert.All(results.Where(one => one.Cause is null), one => Assert.Equal("recorded", one.Model));
    }

    [Fact]
    public async Task A_silo_whose_disk_is_full_gives_its_items_back()
    {
        using var disk = SmallDisk.TryMount(256);
        Assert.SkipWhen(disk is null, "This account may not mount a disk.");
        await using var farm = await ProcessFarm.StartAsync(server, 1, "--rows", "2");
        await farm.Begin("--rows", "2", "--scratch", disk!.Path).ReadyAsync();
        for (var i = 0; i < 80; i++)
            farm.Write($"page-{i:00000}", "wait 0.05");
        var id = await farm.Jobs.StartAsync(Job(farm) with { RetryPause = TimeSpan.FromMilliseconds(100) });
        var progress = await farm.EndAsync(id);

        Assert.Equal((JobStatus.Completed, 80, 0), (progress.Status, progress.Done, progress.SetAside));
        Assert.Single((await farm.ReadAsync(id)).Select(one => one.Silo).Distinct());
    }

    [Fact]
    public async Task A_paused_job_goes_on_in_processes_that_were_not_there_before_and_a_cancelled_one_stops()
    {
        await using var farm = await ProcessFarm.StartAsync(server, 1, "--rows", "2");
        for (var i = 0; i < 60; i++)
            farm.Write($"page-{i:00000}", "wait 0.05");
        var id = await farm.Jobs.StartAsync(Job(farm));
        while ((await farm.Jobs.GetProgressAsync(id)).Done < 10)
            await Task.Delay(50);
        await farm.Jobs.PauseAsync(id);
        while ((await farm.Jobs.GetProgressAsync(id)).Running > 0)
            await Task.Delay(50);
        var paused = await farm.Jobs.GetProgressAsync(id);
        await farm.Silos[0].EndAsync();

        await farm.Begin("--rows", "2").ReadyAsync();
        await farm.ConnectAsync();
        var found = Assert.Single(await farm.Jobs.ListAsync());
        Assert.Equal((id, JobStatus.Paused), (found.Id, found.Status));
        Assert.Equal(paused.Done, (await farm.Jobs.GetProgressAsync(id)).Done);
        await farm.Jobs.ResumeAsync(id);
        Assert.Equal(60, (await farm.EndAsync(id)).Done);
        var late = await Assert.ThrowsAsync<QwenException>(() => farm.Jobs.PauseAsync(id));
        Assert.Equal("The job 'pages' has ended (Completed): it cannot be paused.", late.Message);
        Assert.Equal(60, farm.Witnessed().Count(line => line.StartsWith("end", StringComparison.Ordinal)));

        for (var i = 0; i < 60; i++)
            farm.Write($"page-{i:00000}", "wait 100");
        var endless = await farm.Jobs.StartAsync(Job(farm));
        while ((await farm.Jobs.GetProgressAsync(endless)).Running < 2)
            await Task.Delay(50);
        await farm.Jobs.CancelAsync(endless);
        while (farm.Witnessed().Count(line => line.StartsWith("cancelled", StringComparison.Ordinal)) < 2)
            await Task.Delay(50);
        Assert.Equal(JobStatus.Cancelled, (await farm.EndAsync(endless)).Status);
    }

    [Fact]
    public async Task A_file_is_brought_from_the_silo_that_has_it_also_when_that_one_was_away()
    {
        using var folder = new TempFolder();
        const int Count = 40;
        await using var farm = await ProcessFarm.StartAsync(server, 1, "--rows", "2");
        string[] keeps = ["--rows", "0", "--keeps", folder.Path]; // it works on nothing itself
        var keeper = farm.Begin(keeps);
        await keeper.ReadyAsync();
        for (var i = 0; i < Count; i++)
            await File.WriteAllTextAsync(folder.File($"page-{i:00000}"), "wait 0.05");
        var job = Job(farm) with { Source = null, Attempts = 1, Name = "elsewhere" };
        var id = await farm.Jobs.StartAsync(job, Items());
        while ((await ProcessFarm.InsistAsync(() => farm.Jobs.GetProgressAsync(id))).Done < Count / 4)
            await Task.Delay(50);
        await keeper.KillAsync();
        await farm.Begin(keeps).ReadyAsync();
        var progress = await farm.EndAsync(id);

        Assert.Equal((JobStatus.Completed, Count - 1, 1), (progress.Status, progress.Done, progress.SetAside));
        var results = await farm.ReadAsync(id);
        Assert.All(results, one => Assert.Equal(one.Number == Count - 1, one.Cause is not null));
        Assert.Single(results.Where(one => one.Cause is null).Select(one => one.Hash).Distinct());
        Assert.Single(results.Select(one => one.Silo).Distinct());

        // a file that no silo has is set aside, once all were asked
        async IAsyncEnumerable<JobItem> Items()
        {
            for (var i = 0; i < Count - 1; i++)
                yield return folder.File($"page-{i:00000}");
            await Task.Yield();
            yield return folder.File("absent");
        }
    }

    private static QwenJob Job(ProcessFarm farm) => new()
    {
        Name = "pages", Task = JobTask.Own("recorded"), Source = JobSource.Folder(farm.Folder, "page-*"),
    };

    // whoever ends a process has to expect that somebody starts it again
    private static async Task KeepTwoAsync(ProcessFarm farm, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            if (farm.Silos.Count(silo => !silo.HasExited) < 2)
                await farm.Begin("--rows", "4", "--lease", "2").ReadyAsync();
            await Task.Delay(100, cancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }
}
