namespace Qwen.Screens;

/// <summary>
/// Knows secrets by name. A model writes <c>{{secret:name}}</c>; the value is put in on the way to the device and is seen by no model,
/// record or log.
/// </summary>
public interface ISecretSource
{
    /// <summary>The secret, if it may be typed there.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="place">The app or page that would get it; null where the device cannot tell.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns>The value; null where there is none of that name, or not for that place.</returns>
    ValueTask<SecretText?> FindAsync(string name, ScreenPlace? place, CancellationToken cancellationToken = default);
}
