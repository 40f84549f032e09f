using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.AI;
using Qwen.Orleans;
using Qwen.Testing;

namespace Qwen.Benchmarks;

/// <summary>What the farm costs beside the model: an item that does nothing, and silos that take as long as was recorded.</summary>
internal static class FarmBench
{
    /// <summary>Runs a simulation of many silos.</summary>
    public static int Simulate(int silos, long items, double seconds)
    {
        new FarmSimulation(silos, 8, items, seconds, 0).Run();
        new FarmSimulation(silos, 8, items, seconds, Math.Max(1, silos / 50)).Run();
        return 0;
    }

    /// <summary>Seconds of an item that does nothing, for jobs that grow.</summary>
    /// <param name="connection">A PostgreSQL database; null for memory.</param>
    /// <param name="most">Items of the largest job.</param>
    public static async Task<int> CostAsync(string? connection, long most)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("item"), "1");
        await using var silo = await JoinAsync(connection, folder.Path, 8, _ => Task.CompletedTask);
        for (var count = 1000L; count <= most; count *= 10)
            await MeasureAsync(silo, folder, count);
        return 0;
    }

    /// <summary>Four silos against one, with items that take a recorded time.</summary>
    public static async Task<int> ScaleAsync(string connection)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("item"), "1");
        var rates = new List<double>();
        foreach (var count in new[] { 1, 4 })
        {
            var silos = new List<QwenFarmHost>();
            for (var i = 0; i < count; i++)
                silos.Add(await JoinAsync(connection, folder.Path, 4, token => Task.Delay(1000, token)));
            rates.Add(await MeasureAsync(silos[0], folder, 160 * count));
            foreach (var silo in silos)
                await silo.DisposeAsync();
        }

        Console.WriteLine($"four silos: {rates[1] / rates[0]:0.00} times one");
        return 0;
    }

    private static Task<QwenFarmHost> JoinAsync(string? connection, string folder, int rows, Func<CancellationToken, Task> act) =>
        QwenFarmHost.JoinAsync(new QwenFarmHostOptions { Connection = connection, Cluster = "bench", Port = 0, GatewayPort = 0 }, farm =>
        {
            farm.Client = new FixedAnswerClient("nothing");
            farm.Rows = rows;
            farm.AllowedFolders.Add(folder);
            farm.PollPeriod = TimeSpan.FromMilliseconds(250);
            farm.AddTask("act", _ => new Act(act));
        });

    private static async Task<double> MeasureAsync(QwenFarmHost host, TempFolder folder, long count)
    {
        var clock = Stopwatch.StartNew();
        var id = await host.Jobs.StartAsync(new QwenJob { Name = "bench", Task = JobTask.Own("act") }, Items());
        while (!(await host.Jobs.GetProgressAsync(id)).HasEnded)
            await Task.Delay(50);
        var seconds = clock.Elapsed.TotalSeconds;
        var memory = GC.GetTotalMemory(forceFullCollection: true) >> 20;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{count} items: {seconds:0.0} s, {seconds / count * 1000:0.000} ms each, {memory} MB held"));
        return count / seconds;

        async IAsyncEnumerable<JobItem> Items()
        {
            for (var i = 0L; i < count; i++)
                yield return new JobItem { File = folder.File("item"), Id = $"{i}" };
            await Task.CompletedTask;
        }
    }

    private sealed class Act(Func<CancellationToken, Task> act) : IFarmTask
    {
        public async Task<FarmTaskResult> RunAsync(FarmWork work, CancellationToken cancellationToken)
        {
            await act(cancellationToken);
            return new FarmTaskResult { Value = """{"lines":["about as much as a page gives","in a line or two"]}""" };
        }
    }
}
