namespace Qwen.Benchmarks;

/// <summary>What one run of the mask benchmark found.</summary>
internal sealed class MaskBenchResult
{
    /// <summary>Schemas all of whose instances were judged right.</summary>
    public int Passing { get; set; }

    /// <summary>Schemas that were refused, with the reason.</summary>
    public List<string> Refused { get; } = [];

    /// <summary>Valid instances that were stopped.</summary>
    public List<string> ShouldAccept { get; } = [];

    /// <summary>Invalid instances that went through.</summary>
    public List<string> ShouldReject { get; } = [];

    /// <summary>Mask and commit, token by token.</summary>
    public List<MaskBenchClock> Masks { get; } = [];

    /// <summary>Compilation, schema by schema.</summary>
    public List<MaskBenchClock> Compiles { get; } = [];
}
