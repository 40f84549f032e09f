namespace Qwen.Screens;

/// <summary>
/// A screen that can be seen and acted on: a phone, a page of a browser, a desktop. All coordinates are pixels of the newest
/// <see cref="ScreenShot"/>, so that whoever acts needs to know nothing of density, zoom or rotation.
/// </summary>
/// <remarks>
/// Not for concurrent use: one actor at a time. Disposing releases what is held (a key, a button, a changed keyboard) and closes what the
/// screen itself opened; the same is done when an action is cancelled half-way.
/// </remarks>
public interface IScreen : IAsyncDisposable
{
    /// <summary>What the screen is and can do. Does not change while the screen is open.</summary>
    ScreenCapabilities Capabilities { get; }

    /// <summary>Takes a picture of what is shown now.</summary>
    /// <exception cref="VisionLanguage.QwenException">The screen cannot be reached.</exception>
    Task<ScreenShot> CaptureAsync(CancellationToken cancellationToken = default);

    /// <summary>Carries an action out. Returns once it has been delivered, which is not yet when its effect shows.</summary>
    /// <exception cref="VisionLanguage.QwenException">
    /// <see cref="ScreenCapabilities.Supports"/> says no, a point lies outside the screen, or the screen cannot be reached.
    /// </exception>
    Task PerformAsync(ScreenAction action, CancellationToken cancellationToken = default);

    /// <summary>The control at a point, as the device itself describes it; null where there is none or the device cannot tell.</summary>
    Task<ScreenControl?> FindControlAsync(ScreenPoint point, CancellationToken cancellationToken = default);

    /// <summary>What has the focus, and so gets what is typed; null where nothing has it or the device cannot tell.</summary>
    Task<ScreenControl?> FindFocusAsync(CancellationToken cancellationToken = default) => Task.FromResult<ScreenControl?>(null);
}
