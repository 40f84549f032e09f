using Qwen.DemoModel.Drawing;

namespace Qwen.DemoModel.Tasks.Talks;

/// <summary>A function that the prompt offers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Json">How the tools block shows it.</param>
/// <param name="Ask">Draws a request that it fits.</param>
internal sealed record OfferedFunction(string Name, string Json, Func<Dice, FunctionRequest> Ask);
