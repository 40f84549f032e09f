namespace Qwen.Screens.Contract;

/// <summary>Why a call cannot be carried out; never leaves the reader, which hands the sentence on as data.</summary>
internal sealed class CallProblemException(string message) : Exception(message);
