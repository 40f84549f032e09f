using System.Globalization;

namespace Qwen.Cli.Terminal;

/// <summary>Sizes as a person reads them.</summary>
internal static class ByteSize
{
    /// <summary>Bytes in units of a million, or of a thousand million from there on.</summary>
    public static string Format(long bytes) => bytes >= 1_000_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");
}
