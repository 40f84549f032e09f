using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Qwen.Orleans.Grains;
using Qwen.Testing;
using Qwen.VisionLanguage;

namespace Qwen.Orleans.Tests.Jobs;

/// <summary>Jobs of one silo that keeps them in memory: what a first try looks like.</summary>
public sealed class MemoryFarmTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Every_picture_of_a_folder_is_read_by_the_demo_model_and_comes_back_in_order()
    {
        using var folder = new TempFolder();
        for (var i = 0; i < 6; i++)
            await File.WriteAllBytesAsync(folder.File($"{i}.png"), TestPicture.Encode(56 + 28 * i, 56));
        await File.WriteAllTextAsync(folder.File("notes.txt"), "no picture");
        await using var model = await QwenModel.LoadAsync(Path.Combine(RepositoryFiles.Root, "models", "demo"));
        await using var farm = await MemoryFarm.StartAsync(options =>
        {
            options.Client = model.AsIChatClient();
            options.AllowedFolders.Add(folder.Path);
            options.Form = "fp32";
        });
        var id = await farm.Jobs.StartAsync(new QwenJob
        {
            Name = "pages", Task = JobTask.Locate("circle"), Source = JobSource.Folder(folder.Path, "*.png"),
        });
        var results = await ReadAsync(farm, id, ResultOrder.AsListed);

        Assert.Equal(["0.png", "1.png", "2.png", "3.png", "4.png", "5.png"], results.Select(one => Path.GetFileName(one.Item.File)));
        Assert.All(results, one =>
        {
            Assert.Null(one.Cause);
            Assert.Contains("\"boxes\"", one.Value, StringComparison.Ordinal);
            Assert.Equal((model.ModelId, "fp32", 1), (one.Model, one.Form, one.Attempts));
            Assert.Equal(56, one.PictureSize.Height);
            Assert.True(one.SizeSeen.Width >= 28 && one.Seconds > 0);
        });
        Assert.Equal(6, results.Select(one => one.Key).Distinct().Count());
        var progress = await farm.Jobs.GetProgressAsync(id);
        Assert.Equal((JobStatus.Completed, 6, 0, 6), (progress.Status, progress.Done, progress.SetAside, progress.Read));
    }

    [Fact]
    public async Task What_fails_for_a_while_is_tried_again_and_what_is_wrong_is_set_aside_at_once()
    {
        using var folder = new TempFolder();
        foreach (var name in new[] { "good", "hopeless", "moody", "stubborn" })
            await File.WriteAllTextAsync(folder.File(name), name);
        var tries = new Dictionary<string, int>();
        await using var farm = await StartAsync(folder, (work, _) =>
        {
            var name = Path.GetFileName(work.Item.File);
            lock (tries)
                tries[name] = tries.GetValueOrDefault(name) + 1;
            return name switch
            {
                "hopeless" => throw new QwenException("It is no picture."),
                "moody" when tries[name] < 3 => throw new IOException("Not now."),
                "stubborn" => throw new IOException("Never."),
                _ => Task.FromResult("1"),
            };
        });
        var id = await farm.Jobs.StartAsync(Job(folder) with { RetryPause = TimeSpan.FromMilliseconds(20) });
        var results = (await ReadAsync(farm, id)).ToDictionary(one => Path.GetFileName(one.Item.File));

        Assert.Equal(("1", 1), (results["good"].Value, results["good"].Attempts));
        Assert.Equal(("It is no picture.", 1), (results["hopeless"].Cause, results["hopeless"].Attempts));
        Assert.Equal(("1", 3), (results["moody"].Value, results["moody"].Attempts));
        Assert.Equal(("IOException: Never.", 3), (results["stubborn"].Cause, results["stubborn"].Attempts));
        Assert.Equal((1, 1, 3, 3), (tries["good"], tries["hopeless"], tries["moody"], tries["stubborn"]));
        var progress = await farm.Jobs.GetProgressAsync(id);
        Assert.Equal((JobStatus.Completed, 2, 2), (progress.Status, progress.Done, progress.SetAside));
        Assert.Equal(["IOException: Never.", "It is no picture."], progress.Causes.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Items_that_are_handed_over_are_taken_no_faster_than_they_are_worked_on()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("one"), "1");
        var (given, done, ahead) = (0, 0, 0);
        await using var farm = await StartAsync(folder, (_, _) =>
        {
            lock (folder)
                ahead = Math.Max(ahead, given - ++done);
            return Task.FromResult("1");
        });
        var id = await farm.Jobs.StartAsync(Job(folder) with { Source = null }, Items());
        var results = await ReadAsync(farm, id);

        Assert.Equal(3000, results.Select(one => one.Item.Id).Distinct().Count());
        Assert.Equal((3000, 3000), (results.Count, done));
        Assert.InRange(ahead, 1, 1800);

        async IAsyncEnumerable<JobItem> Items([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            for (var i = 0; i < 3000; i++)
            {
                given = i + 1;
                yield return new JobItem { File = folder.File("one"), Id = $"{i}" };
                await Task.CompletedTask;
            }
        }
    }

    [Fact]
    public async Task What_is_done_is_told_once_it_is_stored_and_whoever_reads_results_waits_for_it()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("one"), "1");
        var (writes, stored) = (new TaskCompletionSource(), new TaskCompletionSource());
        var looks = 0;
        await using var farm = await MemoryFarm.StartAsync(
            options =>
            {
                options.Client = new FixedAnswerClient("nothing");
                options.AllowedFolders.Add(folder.Path);
                options.AddTask("own", _ => new OwnTask((_, _) => Task.FromResult("1")));
            },
            async call =>
            {
                if (call.MethodName.StartsWith("WriteState", StringComparison.Ordinal)
                    && call.Request.GetArgument(0) is string key && key.StartsWith("results-", StringComparison.Ordinal))
                {
                    writes.TrySetResult();
                    await stored.Task;
                }

                await call.Invoke();
                if (call.MethodName == nameof(IBucketGrain.ReadResultsAsync))
                    Interlocked.Increment(ref looks);
            });
        var id = await farm.Jobs.StartAsync(Job(folder));
        await writes.Task.WaitAsync(Patience);

        // the storage takes its time: the item is done by then, and nobody may say so
        var progress = await farm.Jobs.GetProgressAsync(id);
        Assert.Equal((JobStatus.Running, 0, 1), (progress.Status, progress.Done, progress.Running));
        Task<List<JobResult>>[] reading = [ReadAsync(farm, id), ReadAsync(farm, id, ResultOrder.AsListed)];
        while (Volatile.Read(ref looks) < 6)
        {
            Assert.All(reading, one => Assert.False(one.IsCompleted));
            await Task.Delay(10);
        }

        stored.SetResult();
        Assert.All(await Task.WhenAll(reading), results => Assert.Equal("1", Assert.Single(results).Value));
    }

    [Fact]
    public async Task A_job_that_is_cancelled_stops_what_runs()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("one"), "1");
        var (began, ended) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var farm = await StartAsync(folder, async (_, cancellationToken) =>
        {
            began.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken).ContinueWith(_ => ended.TrySetResult(), TaskScheduler.Default);
            cancellationToken.ThrowIfCancellationRequested();
            return "1";
        });
        var id = await farm.Jobs.StartAsync(Job(folder));
        await began.Task.WaitAsync(Patience);
        await farm.Jobs.CancelAsync(id);
        await ended.Task.WaitAsync(Patience);

        Assert.Equal(JobStatus.Cancelled, (await farm.Jobs.GetProgressAsync(id)).Status);
        Assert.Empty(await ReadAsync(farm, id));
        await farm.Jobs.RemoveAsync(id);
        Assert.Empty(await farm.Jobs.ListAsync());
    }

    [Fact]
    public async Task A_job_whose_failures_pass_its_limit_stops_and_says_why()
    {
        using var folder = new TempFolder();
        for (var i = 0; i < 40; i++)
            await File.WriteAllTextAsync(folder.File($"{i}"), "1");
        await using var farm = await StartAsync(folder, (_, _) => throw new QwenException("It is no picture."));
        var id = await farm.Jobs.StartAsync(Job(folder) with { FailureLimit = 5 });
        await ReadAsync(farm, id);

        var progress = await farm.Jobs.GetProgressAsync(id);
        Assert.Equal(JobStatus.Stopped, progress.Status);
        Assert.Contains("more than the limit of 5: It is no picture.", progress.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_paused_job_begins_nothing_until_it_is_resumed()
    {
        using var folder = new TempFolder();
        for (var i = 0; i < 100; i++)
            await File.WriteAllTextAsync(folder.File($"{i}"), "1");
        using var gate = new SemaphoreSlim(0);
        var began = 0;
        await using var farm = await StartAsync(folder, async (_, cancellationToken) =>
        {
            Interlocked.Increment(ref began);
            await gate.WaitAsync(cancellationToken);
            return "1";
        });
        var id = await farm.Jobs.StartAsync(Job(folder));
        gate.Release(10);
        while (began < 11)
            await Task.Delay(10);
        await farm.Jobs.PauseAsync(id);
        gate.Release(1);
        while ((await farm.Jobs.GetProgressAsync(id)).Running > 0)
            await Task.Delay(10);
        Assert.Equal((JobStatus.Paused, 11), ((await farm.Jobs.GetProgressAsync(id)).Status, (await farm.Jobs.GetProgressAsync(id)).Done));

        gate.Release(1000);
        Assert.Equal(11, began);
        await farm.Jobs.ResumeAsync(id);
        Assert.Equal(100, (await ReadAsync(farm, id)).Count);
    }

    [Fact]
    public async Task Pages_of_a_document_and_windows_of_a_film_are_items_and_what_cannot_be_opened_is_set_aside()
    {
        using var film = new Film();
        await film.WriteAsync("film.mkv", [.. Enumerable.Range(0, 10).Select(i => new FilmFrame(i / 2.0, i, 0))]);
        var folder = film.Folder;
        await File.WriteAllTextAsync(film.File("a.pdf"), PdfOfPages(3));
        await File.WriteAllTextAsync(film.File("broken.pdf"), "%PDF-1.4 nothing");
        await File.WriteAllTextAsync(film.File("long.pdf"), PdfOfPages(9));
        var sizes = new List<int>();
        await using var farm = await MemoryFarm.StartAsync(options =>
        {
            options.Client = new FixedAnswerClient("nothing");
            options.AllowedFolders.Add(folder);
            options.AddTask("own", _ => new OwnTask((work, _) =>
            {
                // a page reaches the task as a picture, a film as a path
                lock (sizes)
                    sizes.Add(work.File.Bytes.Length);
                return Task.FromResult($"{work.Item.Page ?? work.Item.Start}");
            }));
        });
        var id = await farm.Jobs.StartAsync(new QwenJob
        {
            Name = "parts", Task = JobTask.Own("own"), Source = JobSource.Folder(folder), WindowSeconds = 2, MaxPages = 5,
        });
        var results = await ReadAsync(farm, id, ResultOrder.AsListed);

        Assert.Equal(
            ["a.pdf", "a.pdf", "a.pdf", "broken.pdf", "film.mkv", "film.mkv", "film.mkv", "long.pdf"],
            results.Select(one => Path.GetFileName(one.Item.File)));
        Assert.Equal(["1", "2", "3", null, "0", "2", "4", null], results.Select(one => one.Value));
        Assert.Contains("more than the limit of 5", results[7].Cause, StringComparison.Ordinal);
        Assert.Single(results.Take(3).Select(one => one.Hash).Distinct());
        Assert.Equal(3, results.Take(3).Select(one => one.Key).Distinct().Count());
        Assert.Equal((3, 3), (sizes.Count(size => size == 0), sizes.Count(size => size > 0)));
    }

    [Fact]
    public async Task Files_outside_the_allowed_folders_are_set_aside_and_not_read()
    {
        using var folder = new TempFolder();
        using var other = new TempFolder();
        await File.WriteAllTextAsync(other.File("secret"), "1");
        File.CreateSymbolicLink(folder.File("link"), other.File("secret"));
        await File.WriteAllLinesAsync(
            folder.File("list.jsonl"), [other.File("secret"), "link", "http://example.org/a.png", "{\"page\":1}"]);
        var ran = false;
        await using var farm = await StartAsync(folder, (_, _) =>
        {
            ran = true;
            return Task.FromResult("1");
        });
        var id = await farm.Jobs.StartAsync(Job(folder) with { Source = JobSource.Lines(folder.File("list.jsonl")) });
        var causes = (await ReadAsync(farm, id, ResultOrder.AsListed)).Select(one => one.Cause!).ToList();

        Assert.False(ran);
        Assert.Contains("AllowedFolders", causes[0], StringComparison.Ordinal);
        Assert.Contains("AllowedFolders", causes[1], StringComparison.Ordinal);
        Assert.Contains("nothing is fetched", causes[2], StringComparison.Ordinal);
        Assert.StartsWith("Line 4 of ", causes[3], StringComparison.Ordinal);
    }

    // the least that is a PDF file: readers mend the missing table of places
    private static string PdfOfPages(int pages) =>
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        + $"2 0 obj<</Type/Pages/Count {pages}/Kids[{string.Join(' ', Enumerable.Range(3, pages).Select(i => $"{i} 0 R"))}]>>endobj\n"
        + string.Concat(Enumerable.Range(3, pages).Select(i => $"{i} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>endobj\n"))
        + "trailer<</Root 1 0 R>>\n%%EOF\n";

    private static QwenJob Job(TempFolder folder) => new()
    {
        Name = "test", Task = JobTask.Own("own"), Source = JobSource.Folder(folder.Path),
    };

    private static Task<MemoryFarm> StartAsync(TempFolder folder, Func<FarmWork, CancellationToken, Task<string>> act) =>
        MemoryFarm.StartAsync(options =>
        {
            options.Client = new FixedAnswerClient("nothing");
            options.AllowedFolders.Add(folder.Path);
            options.AddTask("own", _ => new OwnTask(act));
        });

    private static async Task<List<JobResult>> ReadAsync(MemoryFarm farm, string id, ResultOrder order = ResultOrder.AsTheyCome)
    {
        using var limit = new CancellationTokenSource(Patience);
        return await farm.Jobs.ReadResultsAsync(id, order, cancellationToken: limit.Token).ToListAsync(limit.Token);
    }
}
