using System.Text;

namespace Qwen.Screens.Android.Adb;

/// <summary>What a command on a device left.</summary>
/// <param name="ExitCode">0 where it succeeded.</param>
/// <param name="Output">What it wrote.</param>
/// <param name="Complaint">What it complained about.</param>
internal sealed record AdbOutput(int ExitCode, byte[] Output, string Complaint)
{
    /// <summary>What it wrote, as text.</summary>
    public string Text => Encoding.UTF8.GetString(Output);
}
