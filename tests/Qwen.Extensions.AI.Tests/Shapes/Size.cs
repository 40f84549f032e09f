using System.ComponentModel.DataAnnotations;

namespace Qwen.Extensions.AI.Tests.Shapes;

internal sealed record Size
{
    [Range(1, 9999)]
    public int Width { get; init; }

    [Range(1, 9999)]
    public int Height { get; init; }
}
