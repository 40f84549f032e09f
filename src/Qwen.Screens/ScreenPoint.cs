namespace Qwen.Screens;

/// <summary>A point of a screen, in pixels of its newest picture from its upper left corner.</summary>
public readonly record struct ScreenPoint(int X, int Y);
