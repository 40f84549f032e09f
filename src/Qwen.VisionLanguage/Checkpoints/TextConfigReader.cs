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
        if (section.FindFlag("use_sliding_window") == true)
            throw section.Unfit(
                "use_sliding_window", "false: sliding-window attention, which no published checkpoint uses, is not supported");

        var headDim = HeadDim(section, hidden, heads);
        var rope = Rope(section);
        return new TextConfig
        {
            HiddenSize = hidden,
            LayerCount = section.Int("num_hidden_layers", 1, ConfigLimits.Layers),
            HeadCount = heads,
            KeyValueHeadCount = keyValueHeads,
            HeadDim = headDim,
            IntermediateSize = section.Int("intermediate_size", 1, ConfigLimits.Intermediate),
            VocabularySize = section.Int("vocab_size", 1, ConfigLimits.Vocabulary),
            TiedHead = section.FindFlag("tie_word_embeddings") ?? false,
            RmsNormEpsilon = (float)section.Number("rms_norm_eps", 1e-12, 0.1),
            RopeTheta = rope.Number("rope_theta", 1, 1e12),
            MropeSection = MropeSection(rope, headDim),
            MaxPositions = section.Int("max_position_embeddings", 1, ConfigLimits.Positions),
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

    // rope_parameters (newer) or rope_scaling (older) for the sections, rope_theta inside either or beside them
    private static ConfigSection Rope(ConfigSection section)
    {
        var rope = section.Find("rope_parameters", section) ?? section.Find("rope_scaling", section)
            ?? throw section.Missing("rope_scaling");
        foreach (var key in (ReadOnlySpan<string>)["type", "rope_type"])
        {
            if (rope.FindText(key) is { } type && type is not ("mrope" or "default"))
                throw rope.Unfit(
                    key,
                    "mrope or default: other kinds of rotary scaling are not supported (they harm where things are seen; "
                    + "remove the entry)");
        }

        return rope;
    }

    private static int[] MropeSection(ConfigSection rope, int headDim)
    {
        var sections = rope.Ints("mrope_section", 0, ConfigLimits.HeadDim, 3);
        if (sections.Length != 3 || sections.Sum() != headDim / 2)
            throw rope.Unfit("mrope_section", $"three numbers with the sum {headDim / 2}, half the head width");
        return sections;
    }
}
