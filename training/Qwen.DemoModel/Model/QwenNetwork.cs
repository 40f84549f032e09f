using Qwen.DemoModel.Data;
using Qwen.VisionLanguage.Checkpoints;
using static TorchSharp.torch;

namespace Qwen.DemoModel.Model;

/// <summary>Qwen2.5-VL as a differentiable function of a batch: encoder, merger, decoder, head.</summary>
/// <param name="p">Weights.</param>
internal sealed class QwenNetwork(Parameters p)
{
    private readonly VisionConfig vision = p.Config.Vision;
    private readonly TextConfig text = p.Config.Text;

    /// <summary>The layer whose attention is led to what the answer is about, and whose input answers for coordinates.</summary>
    private int LookupLayer => text.LayerCount / 2;

    /// <summary>Encodes all pictures and frame pairs of a batch; window slots without a patch are computed and ignored.</summary>
    /// <returns>Patches in front of the merger and merged units, both in slot order. // [slots, hidden], [slots / 4, output]</returns>
    public (Tensor Patches, Tensor Units) Encode(VisionBatch batch)
    {
        // stills hold one of their two equal time steps: the two slices of the kernel are added. // [hidden, 588 | 1176]
        var kernel = p["visual.patch_embed.proj.weight"];
        kernel = batch.PatchLength == vision.PatchLength
            ? kernel.reshape(vision.HiddenSize, -1)
            : kernel.sum(2).reshape(vision.HiddenSize, -1);
        var x = Layers.Linear(batch.Pixels, kernel);
        var (cos, sin) = Rotary.OfPatches(batch.Places, vision.HeadDim);

        var windows = batch.SlotBias.view(batch.Pictures * batch.Windows, 1, 1, -1);
        var frames = batch.SlotBias.view(batch.Pictures, 1, 1, -1);
        var (rows, added) = (x.to(float32), (Tensor?)null);
        for (var n = 0; n < vision.BlockCount; n++)
            (rows, added) = VisionBlock.Forward(
                p, n, rows, added, cos, sin, vision.FullAttentionBlocks.Contains(n) ? frames : windows, vision);
        var (patches, normed) = Fused.AddNorm.Run(rows, added, p["visual.merger.ln_q.weight"], Merger.Epsilon);
        return (patches, Merger.Forward(p, normed));
    }

    /// <summary>Reads prompts and answers.</summary>
    /// <param name="batch">Tokens, positions and who sees whom.</param>
    /// <param name="units">Merged units in slot order; null where no picture is in the batch.</param>
    /// <returns>
    /// Last rows of all tokens, rows of picture tokens at the lookup layer's input (null without), and that layer's attention.
    /// // [start + batch · length, hidden], [picture tokens, hidden], [batch, length, start + length]
    /// </returns>
    public (Tensor Rows, Tensor? PictureRows, Tensor Attention) Decode(TextBatch batch, Tensor? units)
    {
        var rows = p[CheckpointLayout.Embedding].index_select(0, batch.Tokens);
        if (units is not null)
            rows = rows.index_copy(0, batch.UnitRows, units.index_select(0, batch.UnitSlots));
        var (cos, sin) = Rotary.OfTokens(batch.Positions, text);

        Tensor? pictureRows = null, attention = null, added = null;
        for (var n = 0; n < text.LayerCount; n++)
        {
            if (n == LookupLayer && units is not null)
                pictureRows = rows.index_select(0, batch.UnitRows).Plus(added!.index_select(0, batch.UnitRows).to(float32));
            (rows, added, var seen) = DecoderBlock.Forward(p, n, rows, added, cos, sin, batch.Bias, n == LookupLayer);
            attention ??= seen;
        }

        return (rows.Plus(added!.to(float32)), pictureRows, attention!);
    }

    /// <summary>Scores of the next token. // [rows, hidden] -> [rows, vocabulary]</summary>
    public Tensor Logits(Tensor rows)
        => Layers.Linear(
            Layers.RmsNorm(rows, p["model.norm.weight"], text.RmsNormEpsilon),
            p[text.TiedHead ? CheckpointLayout.Embedding : CheckpointLayout.Head]).to(float32);
}
