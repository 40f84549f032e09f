namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>Reads the decoder's part of <c>config.json</c>.</summary>
internal static class TextConfigReader
{
    /// <summary>Reads and checks the decoder's values from a section that falls back to the flat form.</summary>
    public static TextConfig Read(ConfigSection section)
    {
        var hidden = section.Int("hidden_size", 1, ConfigLimits.Width);
        var heads = section.Int("num_attention_heads", 1, ConfigLimits.Heads);
        var keyValueHeads = section.Int("num_key_value_heads", 1, ConfigLimits.Heads);
        if (heads % keyValueHeads != 0)
            throw section.Unfit("num_key_value_heads", $"a divisor of the {heads} attention heads");

        if (section.FindText("hidden_act") is { } activation && activation != "silu")
            throw section.Unfit("hidden_act", "silu");
        var headDim = HeadDim(section, hidden, heads);
        var rope = Rope(section);
        var layers = section.Int("num_hidden_layers", 1, ConfigLimits.Layers);
        var positions = section.Int("max_position_embeddings", 1, ConfigLimits.Positions);
        CheckWindow(section, layers, positions);
        return new TextConfig
        {
            HiddenSize = hidden,
            LayerCount = layers,
            HeadCount = heads,
            KeyValueHeadCount = keyValueHeads,
            HeadDim = headDim,
            IntermediateSize = section.Int("intermediate_size", 1, ConfigLimits.Intermediate),
            VocabularySize = section.Int("vocab_size", 1, ConfigLimits.Vocabulary),
            TiedHead = section.FindFlag("tie_word_embeddings") ?? false,
            RmsNormEpsilon = (float)section.Number("rms_norm_eps", 1e-12, 0.1),
            RopeTheta = rope.Number("rope_theta", 1, 1e12),
            MropeSection = MropeSection(rope, headDim),
            MaxPositions = positions,
        };
    }

    private static int HeadDim(ConfigSection section, int hidden, int heads)
    {
        if (section.FindInt("head_dim", 2, ConfigLimits.HeadDim) is not { } headDim)
        {
            if (hidden % heads != 0)
                throw section.Unfit("num_attention_heads", $"a divisor of the hidden size {hidden}, because 'head_dim' is not stated");
            headDim = hidden / heads;
        }

        if (headDim % 2 != 0 || headDim > ConfigLimits.HeadDim)
            throw new QwenException($"{section.File}: heads are {headDim} wide, expected an even width up to {ConfigLimits.HeadDim}.");
        return headDim;
    }

    // a window is harmless where no layer has it, or where no conversation is longer
    private static void CheckWindow(ConfigSection section, int layers, int positions)
    {
        if (section.FindFlag("use_sliding_window") != true)
            return;
        // what the reference takes for what is not said
        var (window, from) = (section.FindInt("sliding_window", 0, int.MaxValue) ?? 4096,
            section.FindInt("max_window_layers", 0, int.MaxValue) ?? 80);
        var types = section.FindTexts("layer_types");
        if (window > 0 && window < positions && (types.Count > 0 ? types.Contains("sliding_attention") : from < layers))
        {
            throw section.Unfit(
                "use_sliding_window",
                "false: attention to a sliding window, which no published checkpoint uses, is not supported. "
                + "Take a checkpoint that was trained without");
        }
    }

    // rope_parameters (newer) or rope_scaling (older) for the sections, rope_theta inside either or beside them
    private static ConfigSection Rope(ConfigSection section)
    {
        var parameters = OfLayers(section.Find("rope_parameters", section), section);
        var scaling = OfLayers(section.Find("rope_scaling", parameters ?? section), parameters ?? section);
        foreach (var stated in new[] { parameters, scaling }.OfType<ConfigSection>())
            CheckRope(stated.Alone);
        return parameters?.Alone.Has("mrope_section") == true ? parameters
            : scaling ?? parameters ?? throw section.Missing("rope_scaling");
    }

    // the newest form states them for each kind of layer, and all layers of this model are of one kind
    private static ConfigSection? OfLayers(ConfigSection? rope, ConfigSection fallback)
        => rope is null || rope.Alone.Has("mrope_section") ? rope : rope.Alone.Find("full_attention", fallback) ?? rope;

    private static void CheckRope(ConfigSection rope)
    {
        foreach (var key in (ReadOnlySpan<string>)["type", "rope_type"])
        {
            // a factor of 1 scales nothing
            if (rope.FindText(key) is { } type && type is not ("mrope" or "default") && rope.FindNumber("factor", 0, 1e6) is not 1.0)
                throw rope.Unfit(
                    key,
                    "mrope or default: other kinds of rotary scaling are not supported (they harm where things are seen; "
                    + "remove the entry)");
        }

        if (rope.FindFlag("mrope_interleaved") == true)
            throw rope.Unfit("mrope_interleaved", "false: axes that take turns are those of Qwen3-VL");
        if (rope.FindNumber("partial_rotary_factor", 0, 1) < 1)
            throw rope.Unfit("partial_rotary_factor", "1: heads of Qwen2.5-VL are turned whole");
    }

    private static int[] MropeSection(ConfigSection rope, int headDim)
    {
        var sections = rope.Ints("mrope_section", 0, ConfigLimits.HeadDim, 3);
        if (sections.Length != 3 || sections.Sum() != headDim / 2)
            throw rope.Unfit("mrope_section", $"three numbers with the sum {headDim / 2}, half the head width");
        return sections;
    }
}
