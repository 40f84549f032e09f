namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>Sizes and constants of the decoder, as <c>config.json</c> states them.</summary>
internal sealed record TextConfig
{
    /// <summary>Width of the residual stream (<c>hidden_size</c>).</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Number of decoder layers (<c>num_hidden_layers</c>).</summary>
    public required int LayerCount { get; init; }

    /// <summary>Query heads per layer (<c>num_attention_heads</c>).</summary>
    public required int HeadCount { get; init; }

    /// <summary>
    /// Key/value heads per layer (<c>num_key_value_heads</c>); query head i uses key/value head i / (heads / key-value heads).
    /// </summary>
    public required int KeyValueHeadCount { get; init; }

    /// <summary>Width of one head: <c>head_dim</c> where stated, otherwise hidden size / heads.</summary>
    public required int HeadDim { get; init; }

    /// <summary>Width of the SwiGLU layer (<c>intermediate_size</c>).</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>Rows of the embedding table; rows beyond the tokenizer's last id are padding (<c>vocab_size</c>).</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Whether the output head is the embedding table (<c>tie_word_embeddings</c>).</summary>
    public required bool TiedHead { get; init; }

    /// <summary>Epsilon of every RMS norm of the decoder (<c>rms_norm_eps</c>).</summary>
    public required float RmsNormEpsilon { get; init; }

    /// <summary>Base of the rotary frequencies (<c>rope_theta</c>).</summary>
    public required double RopeTheta { get; init; }

    /// <summary>Rotary frequencies that follow the time, height and width axis; their sum is half of <see cref="HeadDim"/>.</summary>
    public required IReadOnlyList<int> MropeSection { get; init; }

    /// <summary>Longest sequence the checkpoint allows (<c>max_position_embeddings</c>).</summary>
    public required int MaxPositions { get; init; }
}
