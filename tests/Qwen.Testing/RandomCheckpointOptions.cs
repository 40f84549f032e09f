using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.Testing;

/// <summary>Form and content of a checkpoint written by <see cref="RandomCheckpoint"/>.</summary>
internal sealed record RandomCheckpointOptions
{
    /// <summary>The sizes; see <see cref="RandomCheckpointSizes"/>.</summary>
    public required ModelConfig Config { get; init; }

    /// <summary>Number format of all weights.</summary>
    public TensorType Type { get; init; } = TensorType.BFloat16;

    /// <summary>Whether configuration files have the newer form: <c>text_config</c>, <c>rope_parameters</c>, <c>size</c>.</summary>
    public bool Nested { get; init; }

    /// <summary>Whether tensors have the newer names (<c>model.language_model.…</c>, <c>model.visual.…</c>).</summary>
    public bool NewNames { get; init; }

    /// <summary>Weight files; more than one come with an index.</summary>
    public int Shards { get; init; } = 1;

    /// <summary>Same seed and name, same numbers.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// Ids that end an answer; null for the tokenizer's <c>&lt;|im_end|&gt;</c> of the published checkpoints, or the last row.
    /// </summary>
    public IReadOnlyList<int>? EndTokenIds { get; init; }

    /// <summary>A folder whose tokenizer files are copied; null for none.</summary>
    public string? TokenizerFolder { get; init; }
}
