namespace Qwen.Shared.Pdf;

/// <summary>What a program left.</summary>
/// <param name="ExitCode">0 where it succeeded.</param>
/// <param name="Bytes">What it wrote.</param>
/// <param name="Complaint">The beginning of what it complained about.</param>
internal sealed record PopplerOutput(int ExitCode, byte[] Bytes, string Complaint);
