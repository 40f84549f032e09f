namespace Qwen.Screens.Simulated.Phone.State;

/// <summary>One message.</summary>
/// <param name="Text">What it says.</param>
/// <param name="IsOwn">Whether it was sent from this phone.</param>
internal sealed record Message(string Text, bool IsOwn);
