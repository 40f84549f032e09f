namespace Qwen.VisionLanguage.Runtime;

/// <summary>
/// Lets one run at a time onto a device that takes no more; first come, first served, one step at a time, so that several conversations go
/// on side by side.
/// </summary>
/// <param name="serial">Whether the device needs it.</param>
internal sealed class DeviceQueue(bool serial) : IDisposable
{
    private readonly SemaphoreSlim? gate = serial ? new SemaphoreSlim(1, 1) : null;

    /// <summary>Runs the work when it is this caller's turn.</summary>
    public async ValueTask RunAsync(Action work, CancellationToken cancellationToken)
    {
        if (gate is null)
        {
            work();
            return;
        }

        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            work();
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate?.Dispose();
}
