namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>Reads <c>vision_config</c> of <c>config.json</c>.</summary>
internal static class VisionConfigReader
{
    // The width of every published encoder. The 32B file leaves out depth, heads and full-attention blocks; only at this width are the
    // values that the reference library then takes known to be right.
    private const int PublishedWidth = 1280;

    /// <summary>Reads and checks the encoder's values.</summary>
    public static VisionConfig Read(ConfigSection section, TextConfig text)
    {
        if (section.FindText("hidden_act") is { } activation && activation != "silu")
            throw section.Unfit("hidden_act", "silu");

        var hidden = section.Int("hidden_size", 1, ConfigLimits.Width);
        var published = hidden == PublishedWidth;
        var config = new VisionConfig
        {
            HiddenSize = hidden,
            BlockCount = Or(section.FindInt("depth", 1, ConfigLimits.Layers), 32, "depth"),
            HeadCount = Or(section.FindInt("num_heads", 1, ConfigLimits.Heads), 16, "num_heads"),
            FullAttentionBlocks = section.FindInts("fullatt_block_indexes", 0, ConfigLimits.Layers, ConfigLimits.Layers)
                ?? (published ? [7, 15, 23, 31] : throw section.Missing("fullatt_block_indexes")),

            // a wrong usual value of these two is caught by the shapes of the stored tensors
            IntermediateSize = section.FindInt("intermediate_size", 1, ConfigLimits.Intermediate) ?? 3420,
            OutputSize = section.FindInt("out_hidden_size", 1, ConfigLimits.Width) ?? text.HiddenSize,

            ChannelCount = section.FindInt("in_chans", 1, 16) ?? section.FindInt("in_channels", 1, 16) ?? 3,
            PatchSize = section.FindInt("patch_size", 1, 256) ?? section.FindInt("spatial_patch_size", 1, 256) ?? 14,
            TemporalPatchSize = section.FindInt("temporal_patch_size", 1, 16) ?? 2,
            MergeSize = section.FindInt("spatial_merge_size", 1, 16) ?? 2,
            WindowSize = section.FindInt("window_size", 1, ConfigLimits.Window) ?? 112,

            // published checkpoints say 2, the library's own default is 4: absent means unknown
            TokensPerSecond = section.Number("tokens_per_second", 1e-3, 1e4),
        };
        Check(section, config, text);
        return config;

        int Or(int? stated, int usual, string key) => stated ?? (published ? usual : throw section.Missing(key));
    }

    private static void Check(ConfigSection section, VisionConfig config, TextConfig text)
    {
        // two rotary axes, each over pairs
        if (config.HiddenSize % config.HeadCount != 0 || config.HeadDim % 4 != 0)
            throw section.Unfit("num_heads", $"a number that cuts the width {config.HiddenSize} into heads whose width is a multiple of 4");
        if (config.HeadDim > ConfigLimits.HeadDim)
            throw section.Unfit("num_heads", $"more, because heads would be {config.HeadDim} wide (at most {ConfigLimits.HeadDim})");
        if (config.OutputSize != text.HiddenSize)
            throw section.Unfit("out_hidden_size", $"the decoder's hidden size {text.HiddenSize}");
        if (config.ChannelCount != 3)
            throw section.Unfit(section.Has("in_chans") ? "in_chans" : "in_channels", "3 (red, green, blue)");
        if (config.TemporalPatchSize != 2)
            throw section.Unfit("temporal_patch_size", "2");
        if (config.WindowSize % config.UnitSize != 0)
            throw section.Unfit("window_size", $"a multiple of {config.UnitSize} (patch size times merge size)");
        if (config.FullAttentionBlocks.Any(block => block >= config.BlockCount))
            throw section.Unfit("fullatt_block_indexes", $"block numbers below {config.BlockCount}");
    }
}
