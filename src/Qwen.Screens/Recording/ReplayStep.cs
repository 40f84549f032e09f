namespace Qwen.Screens;

/// <summary>A recorded step done again.</summary>
/// <param name="Entry">The step as it was recorded.</param>
/// <param name="Attempt">What became of its action now.</param>
/// <param name="SamePicture">Whether the screen looked before it as it did then, to the pixel.</param>
public sealed record ReplayStep(EpisodeEntry Entry, ScreenAttempt Attempt, bool SamePicture);
