namespace Qwen.Extensions.AI.Tests.Shapes;

internal enum Colour
{
    Red,
    Green,
    Blue,
}
