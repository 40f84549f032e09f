using Qwen.VisionLanguage.Runtime;

namespace Qwen.VisionLanguage.Tests.Runtime;

public sealed class DeviceQueueTests
{
    [Fact]
    public async Task A_serial_device_runs_one_at_a_time_and_serves_in_turn()
    {
        using var queue = new DeviceQueue(serial: true);
        int running = 0, most = 0;
        var order = new List<int>();
        using var begun = new ManualResetEventSlim();
        using var go = new ManualResetEventSlim();

        // the first holds the device until all others wait in line
        var first = Task.Run(async () => await queue.RunAsync(() => { begun.Set(); go.Wait(); }, CancellationToken.None));
        begun.Wait(TestContext.Current.CancellationToken);
        var others = Enumerable.Range(0, 20).Select(n => queue.RunAsync(() =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            order.Add(n);
            Interlocked.Decrement(ref running);
        }, CancellationToken.None).AsTask()).ToList();
        go.Set();
        await Task.WhenAll([first, .. others]);
        Assert.Equal(1, most);
        Assert.Equal(Enumerable.Range(0, 20), order);
    }

    [Fact]
    public async Task Waiting_can_be_given_up_and_a_failure_frees_the_device()
    {
        using var queue = new DeviceQueue(serial: true);
        await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await queue.RunAsync(() => throw new InvalidOperationException(), CancellationToken.None));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await queue.RunAsync(() => { }, cancelled.Token));
        var ran = false;
        await queue.RunAsync(() => ran = true, CancellationToken.None);
        Assert.True(ran);
    }
}
