namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>What <c>generation_config.json</c> proposes where the caller says nothing.</summary>
public sealed record GenerationDefaults
{
    /// <summary>Tokens that end an answer (<c>eos_token_id</c>); never part of it.</summary>
    public required IReadOnlyList<int> EndTokenIds { get; init; }

    /// <summary>Whether to sample; false means greedy (<c>do_sample</c>).</summary>
    public bool Sample { get; init; }

    /// <summary>Softmax temperature; below 0.01 is greedy (<c>temperature</c>).</summary>
    public float? Temperature { get; init; }

    /// <summary>Nucleus share (<c>top_p</c>).</summary>
    public float? TopP { get; init; }

    /// <summary>Number of best tokens kept (<c>top_k</c>).</summary>
    public int? TopK { get; init; }

    /// <summary>Penalty on tokens already seen, 1 for none (<c>repetition_penalty</c>).</summary>
    public float? RepetitionPenalty { get; init; }
}
