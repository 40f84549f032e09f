namespace Qwen.Screens.Simulated;

/// <summary>How one task of the bench went.</summary>
/// <param name="Task">Its short name.</param>
/// <param name="IsSolved">Whether it was done, by the phone's own state.</param>
/// <param name="Steps">Actions that were performed.</param>
/// <param name="ShortestSteps">Actions that the perfect run needs.</param>
/// <param name="Taps">Touches among them.</param>
/// <param name="TapsInside">Touches that hit the control that was named, or one that the perfect run uses.</param>
public sealed record SimulatedBenchRow(string Task, bool IsSolved, int Steps, int ShortestSteps, int Taps, int TapsInside);
