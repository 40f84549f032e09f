namespace Qwen.Extensions.AI.Tests.Shapes;

internal sealed record Point(int X, int Y);
