namespace Qwen.Extensions.AI.Tests.Shapes;

internal sealed record Tree(string Label, Tree[]? Children);
