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

    /// <summary>Mask and commit, token by token, over a grammar that was just compiled.</summary>
    public List<MaskBenchClock> Masks { get; } = [];

    /// <summary>The same over a grammar that has written the same answers before.</summary>
    public List<MaskBenchClock> MasksAgain { get; } = [];

    /// <summary>A number made of all masks: equal where two engines agree on every token.</summary>
    public ulong Hash { get; private set; }

    /// <summary>Takes note of a mask.</summary>
    public void Add(ReadOnlySpan<uint> mask)
    {
        foreach (var word in mask)
            Hash = (Hash ^ word) * 0x100000001B3;
    }

    /// <summary>Compilation, schema by schema.</summary>
    public List<MaskBenchClock> Compiles { get; } = [];
}
