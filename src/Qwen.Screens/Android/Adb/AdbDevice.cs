using System.Text.RegularExpressions;

namespace Qwen.Screens.Android.Adb;

/// <summary>A device that the adb server knows.</summary>
/// <param name="Serial">How it is addressed.</param>
/// <param name="State">"device" when it can be used; "offline", "unauthorized" and others say why not.</param>
/// <param name="Model">What its maker calls it; null where the server does not say.</param>
internal sealed partial record AdbDevice(string Serial, string State, string? Model)
{
    /// <summary>Whether it can be used.</summary>
    public bool IsReady => State == "device";

    /// <summary>
    /// Reads a line of <c>host:devices-l</c>: <c>SERIAL  STATE key:value …</c>. A device that was found in the network twice has a number
    /// in brackets in its serial, with a blank before it, and some states are several words.
    /// </summary>
    internal static AdbDevice? Parse(string line)
    {
        line = line.Trim();
        var match = Known().Match(line);
        if (!match.Success)
            match = Other().Match(line);
        if (!match.Success)
            return null;
        var model = match.Groups["rest"].Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .FirstOrDefault(word => word.StartsWith("model:", StringComparison.Ordinal));
        return new AdbDevice(match.Groups["serial"].Value, match.Groups["state"].Value, model?["model:".Length..].Replace('_', ' '));
    }

    // the state is the first word that is one and has nothing but pairs behind it
    [GeneratedRegex(
        @"^(?<serial>\S.*?)\s+(?<state>device|offline|unauthorized|authorizing|connecting|bootloader|fastboot|host|recovery|rescue|sideload"
        + @"|unknown|disconnect|detached|no permissions.*?|no device)(?<rest>(?:\s+[A-Za-z]\w*:\S*)*)$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Known();

    // a state of a later version
    [GeneratedRegex(@"^(?<serial>\S.*?)\s+(?<state>[^\s:]+)(?<rest>(?:\s+[A-Za-z]\w*:\S*)*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Other();
}
