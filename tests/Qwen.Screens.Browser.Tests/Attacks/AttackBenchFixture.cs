namespace Qwen.Screens.Browser.Tests.Attacks;

/// <summary>One browser for the whole suite.</summary>
public sealed class AttackBenchFixture : IAsyncLifetime
{
    private AttackBench? bench;

    /// <summary>The bench as it was at first; the test is skipped where there is no Chromium.</summary>
    internal AttackBench Require()
    {
        Assert.SkipWhen(bench is null, "Chromium is not installed.");
        bench!.Reset();
        return bench;
    }

    public async ValueTask InitializeAsync()
    {
        if (File.Exists("/usr/bin/chromium"))
            bench = await AttackBench.OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (bench is not null)
            await bench.DisposeAsync();
    }
}
