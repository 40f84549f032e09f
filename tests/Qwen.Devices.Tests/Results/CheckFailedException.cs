namespace Qwen.Devices.Tests.Results;

/// <summary>A check whose result is wrong; the message says what was seen.</summary>
internal sealed class CheckFailedException(string message) : Exception(message);
