namespace Qwen.Extensions.AI.Tests.Shapes;

/// <summary>Flags, of which several stand in one text.</summary>
[Flags]
internal enum Rights
{
    None = 0,
    Read = 1,
    Write = 2,
    All = Read | Write,
}
