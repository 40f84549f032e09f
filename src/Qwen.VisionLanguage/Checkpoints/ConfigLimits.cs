namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>
/// Bounds on configuration values: several times the largest published size, and small enough that no product of two overflows
/// a 64-bit number or asks for absurd memory.
/// </summary>
internal static class ConfigLimits
{
    public const int Width = 1 << 16;
    public const int Heads = 1024;
    public const int HeadDim = 1024;
    public const int Layers = 1024;
    public const int Intermediate = 1 << 20;
    public const int Vocabulary = 1 << 22;
    public const int Positions = 1 << 24;
    public const int Window = 1 << 14;
    public const int Pixels = 1 << 30;
}
