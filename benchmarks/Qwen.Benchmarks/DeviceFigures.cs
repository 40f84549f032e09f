namespace Qwen.Benchmarks;

/// <summary>What one device reached on one checkpoint.</summary>
/// <param name="Load">Seconds until it can run, file in the page cache.</param>
/// <param name="Prefill">Tokens a second of a prompt of 512.</param>
/// <param name="Decode">Tokens a second of one caller.</param>
/// <param name="Step">Seconds of a step of one token.</param>
/// <param name="Step8">Seconds of a step of eight tokens.</param>
/// <param name="Callers8">Tokens a second of eight callers in all.</param>
/// <param name="TextMemory">Peak resident bytes after text, before the first picture.</param>
/// <param name="Encoder448">Pictures of 448² a second.</param>
/// <param name="Encoder1036">Pictures of 1036² a second.</param>
internal sealed record DeviceFigures(
    double Load, double Prefill, double Decode, double Step, double Step8, double Callers8, double TextMemory, double Encoder448,
    double Encoder1036);
