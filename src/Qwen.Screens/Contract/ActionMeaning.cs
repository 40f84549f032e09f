namespace Qwen.Screens.Contract;

/// <summary>One action of a contract.</summary>
/// <param name="Name">Its name on the wire.</param>
/// <param name="Meaning">What the model is told of it.</param>
internal sealed record ActionMeaning(string Name, string Meaning);
