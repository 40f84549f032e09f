namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>Sizes and constants of the vision encoder, as <c>vision_config</c> of <c>config.json</c> states them.</summary>
public sealed record VisionConfig
{
    /// <summary>Number of transformer blocks (<c>depth</c>).</summary>
    public required int BlockCount { get; init; }

    /// <summary>Width of the residual stream (<c>hidden_size</c>).</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Attention heads per block (<c>num_heads</c>).</summary>
    public required int HeadCount { get; init; }

    /// <summary>Width of the SwiGLU layer (<c>intermediate_size</c>).</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>Width of the merged features, equal to the decoder's hidden size (<c>out_hidden_size</c>).</summary>
    public required int OutputSize { get; init; }

    /// <summary>Colour channels (<c>in_chans</c> or <c>in_channels</c>), 3 in every published checkpoint.</summary>
    public required int ChannelCount { get; init; }

    /// <summary>Edge of a patch in pixels (<c>patch_size</c>).</summary>
    public required int PatchSize { get; init; }

    /// <summary>Frames in one temporal patch (<c>temporal_patch_size</c>).</summary>
    public required int TemporalPatchSize { get; init; }

    /// <summary>Patches along one edge of a merged unit (<c>spatial_merge_size</c>).</summary>
    public required int MergeSize { get; init; }

    /// <summary>Edge of an attention window in pixels (<c>window_size</c>).</summary>
    public required int WindowSize { get; init; }

    /// <summary>Blocks that attend over the whole frame (<c>fullatt_block_indexes</c>).</summary>
    public required IReadOnlyList<int> FullAttentionBlocks { get; init; }

    /// <summary>Time positions per second of video (<c>tokens_per_second</c>).</summary>
    public required double TokensPerSecond { get; init; }

    /// <summary>Width of one attention head.</summary>
    public int HeadDim => HiddenSize / HeadCount;

    /// <summary>Numbers in one patch row: channels × frames × edge × edge (1176 in the published checkpoints).</summary>
    public int PatchLength => ChannelCount * TemporalPatchSize * PatchSize * PatchSize;

    /// <summary>Edge of a merged unit in pixels (28 in the published checkpoints): every prepared picture is a multiple of it.</summary>
    public int UnitSize => PatchSize * MergeSize;

    /// <summary>Edge of an attention window in merged units (4 in the published checkpoints).</summary>
    internal int WindowUnits => WindowSize / UnitSize;
}
