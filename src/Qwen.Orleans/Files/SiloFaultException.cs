namespace Qwen.Orleans.Files;

/// <summary>An item failed by the silo's fault: it is given back, and the silo takes a rest.</summary>
internal sealed class SiloFaultException(string message, Exception? inner = null) : Exception(message, inner);
