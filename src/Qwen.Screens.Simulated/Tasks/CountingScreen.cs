namespace Qwen.Screens.Simulated.Tasks;

/// <summary>Passes everything on to a phone and counts what was done.</summary>
internal sealed class CountingScreen(SimulatedPhone phone, IReadOnlySet<string> named) : IScreen
{
    public ScreenCapabilities Capabilities => phone.Capabilities;

    public int Steps { get; private set; }

    public int Taps { get; private set; }

    /// <summary>Taps on a control with one of the names.</summary>
    public int TapsInside { get; private set; }

    public Task<ScreenShot> CaptureAsync(CancellationToken cancellationToken = default) => phone.CaptureAsync(cancellationToken);

    public Task<ScreenControl?> FindControlAsync(ScreenPoint point, CancellationToken cancellationToken = default) =>
        phone.FindControlAsync(point, cancellationToken);

    public Task<ScreenControl?> FindFocusAsync(CancellationToken cancellationToken = default) => phone.FindFocusAsync(cancellationToken);

    public async Task PerformAsync(ScreenAction action, CancellationToken cancellationToken = default)
    {
        Steps++;
        if (action is TapAction tap)
        {
            Taps++;
            var control = await phone.FindControlAsync(tap.Point, cancellationToken).ConfigureAwait(false);
            TapsInside += control is not null && named.Contains(control.Label) ? 1 : 0;
        }

        await phone.PerformAsync(action, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The phone belongs to whoever made it.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
