namespace Qwen.Screens.Android.Adb;

/// <summary>A device that the adb server knows.</summary>
/// <param name="Serial">How it is addressed.</param>
/// <param name="State">"device" when it can be used; "offline", "unauthorized" and others say why not.</param>
/// <param name="Model">What its maker calls it; null where the server does not say.</param>
internal sealed record AdbDevice(string Serial, string State, string? Model)
{
    /// <summary>Whether it can be used.</summary>
    public bool IsReady => State == "device";

    /// <summary>Reads a line of <c>host:devices-l</c>: <c>SERIAL  STATE key:value …</c></summary>
    internal static AdbDevice? Parse(string line)
    {
        var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2)
            return null;
        var model = words.Skip(2).FirstOrDefault(word => word.StartsWith("model:", StringComparison.Ordinal));
        return new AdbDevice(words[0], words[1], model?["model:".Length..].Replace('_', ' '));
    }
}
