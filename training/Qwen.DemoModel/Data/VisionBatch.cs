using static TorchSharp.torch;

namespace Qwen.DemoModel.Data;

/// <summary>Pictures and frame pairs of a batch, sorted into attention windows: all padded to the same windows and slots.</summary>
internal sealed record VisionBatch
{
    /// <summary>Stills, and frame pairs of clips.</summary>
    public required int Pictures { get; init; }

    /// <summary>Windows of each.</summary>
    public required int Windows { get; init; }

    /// <summary>Numbers of one patch: 588 for stills, whose two time steps are equal, 1176 for frame pairs.</summary>
    public required int PatchLength { get; init; }

    /// <summary>Normalised pixels in slot order. // [pictures · windows · slots, patch length]</summary>
    public required Tensor Pixels { get; init; }

    /// <summary>Row and column of each slot's patch. // [slots, 2]</summary>
    public required Tensor Places { get; init; }

    /// <summary>0 for slots with a patch, very negative for padding. // [slots]</summary>
    public required Tensor SlotBias { get; init; }
}
