using Qwen.VisionLanguage.Runtime.Cpu.Kernels;

namespace Qwen.VisionLanguage.Tests.Runtime.Cpu.Kernels;

public sealed class WorkerPoolTests
{
    [Fact]
    public void Threads_run_where_and_as_the_options_say_and_do_every_piece_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads what Linux says of threads.");
        var before = Kernels();
        var processor = int.Parse(Field("/proc/self/status", "Cpus_allowed_list").Split('-', ',')[^1]);
        var placement = ThreadPlacement.Of(new QwenCpuOptions { Processors = [processor], Priority = ThreadPriority.BelowNormal });
        using var pool = new WorkerPool(threads: 2, placement);
        var threads = Kernels().Except(before).ToList();
        Assert.Equal(2, threads.Count);
        foreach (var thread in threads)
        {
            Assert.Equal(processor.ToString(), Field($"{thread}/status", "Cpus_allowed_list"));
            Assert.Equal("10", File.ReadAllText($"{thread}/stat").Split(") ")[1].Split(' ')[16]); // nice
        }

        var caller = Environment.CurrentManagedThreadId;
        for (var round = 0; round < 200; round++)
        {
            var counts = new int[37];
            pool.Run(counts.Length, piece =>
            {
                Assert.NotEqual(caller, Environment.CurrentManagedThreadId);
                Interlocked.Increment(ref counts[piece]);
            });
            Assert.All(counts, count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void Processors_that_are_not_there_are_refused_with_their_number()
    {
        Assert.Contains("-1", Assert.Throws<QwenException>(() => ThreadPlacement.Of(new QwenCpuOptions { Processors = [-1] })).Message);
        Assert.Contains("empty", Assert.Throws<QwenException>(() => ThreadPlacement.Of(new QwenCpuOptions { Processors = [] })).Message);
        var far = ThreadPlacement.Of(new QwenCpuOptions { Processors = [1000] });
        Assert.Contains("1000", Assert.Throws<QwenException>(() => new WorkerPool(null, far)).Message);
    }

    [Fact]
    public void Options_that_say_nothing_leave_threads_to_the_system()
    {
        Assert.Null(ThreadPlacement.Of(null));
        Assert.Null(ThreadPlacement.Of(new QwenCpuOptions { Kernels = "portable" }));
    }

    private static List<string> Kernels() => [.. Directory.GetDirectories("/proc/self/task").Where(thread =>
    {
        try
        {
            return File.ReadAllText($"{thread}/comm").StartsWith("Qwen kernels", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false; // ended meanwhile
        }
    })];

    private static string Field(string file, string name)
        => File.ReadLines(file).Single(line => line.StartsWith($"{name}:", StringComparison.Ordinal)).Split(':')[1].Trim();
}
