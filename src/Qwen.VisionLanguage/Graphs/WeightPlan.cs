using System.Numerics.Tensors;
using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Graphs;

/// <summary>How each matrix of a checkpoint is stored in a form. Graphs and packed files go by it: they have the same numbers.</summary>
/// <param name="checkpoint">Where weights come from; it must outlive the plan.</param>
/// <param name="precision">The form; never <see cref="QwenPrecision.Auto"/>.</param>
internal sealed class WeightPlan(Checkpoint checkpoint, QwenPrecision precision)
{
    private const string Suffix = ".weight";
    private const string Head = "lm_head";

    private readonly Dictionary<string, KeptCodes?> kept = new(StringComparer.Ordinal);
    private (InputMoments? Moments, ErrorFeedback? Feedback) last;

    public Checkpoint Checkpoint => checkpoint;

    /// <summary>What calibration saw; null without. Set before anything is written.</summary>
    public DecoderMoments? Moments { get; set; }

    /// <summary>How a matrix is stored.</summary>
    /// <param name="matrix">Its name in the published naming, without ".weight".</param>
    public WeightFormat Format(string matrix)
    {
        if (precision == QwenPrecision.Float32)
            return WeightFormat.Float;
        var isEncoder = matrix.StartsWith("visual.", StringComparison.Ordinal);
        return isEncoder || precision == QwenPrecision.Int8 || (precision == QwenPrecision.Int4Plus && IsSensitive(matrix))
            ? WeightFormat.Int8
            : WeightFormat.Int4;
    }

    /// <summary>Whether a matrix has four-bit codes of another maker, which are taken with the scales they have.</summary>
    public bool KeepsCodes(string matrix) => Kept(matrix) is not null;

    /// <summary>The order in which a matrix wants its inputs; null for their own. One object for matrices that share an input.</summary>
    public int[]? Order(string matrix) => Kept(matrix)?.Order;

    /// <summary>
    /// What became of the matrices of a quantised checkpoint, a sentence for each kind; empty for a plain one, and in fp32.
    /// </summary>
    public IReadOnlyList<string> Describe()
    {
        var matrices = CheckpointLayout.TextTensors(checkpoint.Config.Text).Where(tensor => tensor.Shape.Length == 2)
            .Where(tensor => checkpoint.GetTensor(tensor.Name).Form is not null && tensor.Name != CheckpointLayout.Embedding)
            .Select(tensor => tensor.Name[..^Suffix.Length]).Where(matrix => Format(matrix).Bits > 0).ToList();
        return
        [
            .. matrices.GroupBy(matrix => Kept(matrix)?.Description ?? "")
                .Select(group => group.Key.Length > 0
                    ? $"{group.Count()} matrices keep {group.Key}."
                    : $"{group.Count()} matrices that were quantised otherwise, or have an adapter, were rounded a second time."),
        ];
    }

    /// <summary>What turns the rows of a matrix into integers.</summary>
    /// <param name="matrix">Its name, without ".weight".</param>
    /// <param name="source">Its rows.</param>
    /// <param name="block">Numbers that share a scale.</param>
    public RowCoder Coder(string matrix, MatrixSource source, int block)
    {
        var seen = Format(matrix).Bits == 4 && Kept(matrix) is null ? Moments?.Find(matrix) : null;
        return new RowCoder(source, Format(matrix).Bits, block)
        {
            Kept = Kept(matrix),
            Importance = Importance(matrix, source.PaddedColumns),
            Feedback = seen?.Inputs == source.PaddedColumns && seen.Inputs % block == 0 ? Feedback(seen) : null,
        };
    }

    // matrices that share an input come one after the other, and share what is computed of it
    private ErrorFeedback Feedback(InputMoments seen)
    {
        lock (kept)
        {
            if (last.Moments != seen)
                last = (seen, ErrorFeedback.Create(seen));
            return last.Feedback!;
        }
    }

    private KeptCodes? Kept(string matrix)
    {
        if (Format(matrix).Bits != 4)
            return null;
        lock (kept)
        {
            if (kept.TryGetValue(matrix, out var known))
                return known;
            string[] together = [.. Together(matrix).Where(other => Format(other).Bits == 4)];
            var found = KeptCodes.Find(together.Select(other => checkpoint.GetTensor(other + Suffix)));
            if (matrix == Head && found?[0].Order is not null)
                found = null; // its input is not reordered
            for (var n = 0; n < together.Length; n++)
                kept[together[n]] = found?[n];
            return kept[matrix];
        }
    }

    /// <summary>Matrices with one input, whose products are one.</summary>
    private static string[] Together(string matrix)
    {
        var (layer, part) = Split(matrix);
        return part switch
        {
            "self_attn.q_proj" or "self_attn.k_proj" or "self_attn.v_proj" =>
                [layer + ".self_attn.q_proj", layer + ".self_attn.k_proj", layer + ".self_attn.v_proj"],
            "mlp.gate_proj" or "mlp.up_proj" => [layer + ".mlp.gate_proj", layer + ".mlp.up_proj"],
            _ => [matrix],
        };
    }

    /// <summary>
    /// What is known of inputs without running the model: behind a norm, their squares are on average those of the norm's weights.
    /// </summary>
    private float[] Importance(string matrix, int inputs)
    {
        if (Format(matrix).Bits != 4 || inputs % WeightFormat.Int4.PreferredBlock != 0 || NormBefore(matrix) is not { } norm)
            return [];
        var weights = new float[inputs];
        checkpoint.GetTensor(norm + Suffix).ReadFloats(0, weights);
        TensorPrimitives.Multiply<float>(weights, weights, weights);
        var least = TensorPrimitives.Average<float>(weights) * 1e-4f;
        for (var i = 0; i < weights.Length; i++)
            weights[i] = float.IsFinite(weights[i]) && least > 0 ? MathF.Max(weights[i], least) : 1;
        return weights;
    }

    private static string? NormBefore(string matrix)
    {
        if (matrix == Head)
            return "model.norm";
        var (layer, part) = Split(matrix);
        return part switch
        {
            "self_attn.q_proj" or "self_attn.k_proj" or "self_attn.v_proj" => layer + ".input_layernorm",
            "mlp.gate_proj" or "mlp.up_proj" => layer + ".post_attention_layernorm",
            _ => null,
        };
    }

    /// <summary>Matrices whose errors show most in the answers, for little size.</summary>
    private bool IsSensitive(string matrix)
    {
        if (matrix == Head)
            return true;
        var (layer, part) = Split(matrix);
        return part == "self_attn.v_proj"
            || (part == "mlp.down_proj" && (layer == "model.layers.0" || layer == $"model.layers.{checkpoint.Config.Text.LayerCount - 1}"));
    }

    /// <summary>"model.layers.3" and "mlp.down_proj".</summary>
    private static (string Layer, string Part) Split(string matrix)
    {
        var at = matrix.Length;
        for (var n = 0; n < 2 && at > 0; n++)
            at = matrix.LastIndexOf('.', at - 1);
        return at > 0 ? (matrix[..at], matrix[(at + 1)..]) : ("", matrix);
    }
}
