using System.Collections.Concurrent;
using System.Diagnostics;

namespace Qwen.Orleans.Tests.Processes;

/// <summary>A silo as a process of its own.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly ConcurrentQueue<string> said = new();
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SiloProcess(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>What it wrote, for a test that fails.</summary>
    public string Said => string.Join('\n', said);

    /// <summary>Starts one; it may not be ready yet.</summary>
    public static SiloProcess Begin(string[] arguments)
    {
        var ports = FreePorts.Find(2);
        var program = Path.Combine(AppContext.BaseDirectory, "Qwen.Orleans.Silo.dll");
        return new SiloProcess(Process.Start(new ProcessStartInfo(
            "dotnet", [program, "--port", $"{ports[0]}", "--gateway", $"{ports[1]}", .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!);
    }

    /// <summary>Returns when it is a member of the cluster.</summary>
    public Task ReadyAsync() => ready.Task.WaitAsync(TimeSpan.FromMinutes(2));

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Asks it to end.</summary>
    public async Task EndAsync()
    {
        Signal("TERM");
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
    }

    /// <summary>Sends it a signal: STOP makes it stand still, CONT lets it go on.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{process.Id}"]);
        kill.WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line == "ready")
            ready.TrySetResult();
        else if (line is null)
            ready.TrySetException(new InvalidOperationException("The silo ended before it was ready:\n" + Said));
        else
            said.Enqueue(line);
    }
}
