using Qwen.DemoModel.Data;
using Qwen.DemoModel.Drawing;
using Qwen.DemoModel.Model;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Qwen.DemoModel.Training;

/// <summary>
/// What is trained: the answer, where attention looks while it is written, and what patches, units and picture tokens know.
/// Cross-entropies in nats, means over what they are asked of.
/// </summary>
/// <param name="p">Weights.</param>
internal sealed class Losses(Parameters p)
{
    private const long Ignored = -1;
    private const int Letters = AuxiliaryHeads.UnitCells * AuxiliaryHeads.Characters;

    private readonly QwenNetwork network = new(p);

    /// <summary>All losses of a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="visionOnly">Whether the decoder stays out.</param>
    public LossTerms Compute(Batch batch, bool visionOnly)
    {
        var terms = new LossTerms();
        Tensor? units = null;
        if (batch.Vision is not null)
        {
            (var patches, units) = network.Encode(batch.Vision);
            Dense(terms, batch.Dense, patches, units.index_select(0, batch.Text.UnitSlots));
            if (visionOnly)
                return terms;
        }

        var (rows, pictureRows, attention) = network.Decode(batch.Text, units);
        Answer(terms, batch.Answers, rows);
        Lookup(terms, batch.Answers, attention, batch.Vision is null ? 2 : 0.5);
        if (pictureRows is not null)
            PictureTokens(terms, batch.Dense, pictureRows);
        return terms;
    }

    // class and colour of patches; class, colour, edges, letters and place in the line of units
    private void Dense(LossTerms terms, DenseLabels labels, Tensor patches, Tensor units)
    {
        if (labels.PatchSlots.shape[0] > 0)
        {
            var patch = AuxiliaryHeads.Forward(p, AuxiliaryHeads.Patches, patches.index_select(0, labels.PatchSlots));
            terms.Add("p.class", 0.3, Cross(patch.narrow(1, 0, ThingClass.Count), labels.PatchClasses));
            terms.Add("p.colour", 0.2, Cross(patch.narrow(1, ThingClass.Count, Shade.Count), labels.PatchColours));
            AddLetters(terms, "p", 0.6, labels.PatchCharacters, patch.narrow(
                1, ThingClass.Count + Shade.Count, AuxiliaryHeads.PatchCells * AuxiliaryHeads.Characters));
        }

        var unit = AuxiliaryHeads.Forward(p, AuxiliaryHeads.Units, units);
        terms.Add("u.class", 0.5, Cross(unit.narrow(1, 0, ThingClass.Count), labels.UnitClasses));
        terms.Add("u.colour", 0.3, Cross(unit.narrow(1, ThingClass.Count, Shade.Count), labels.UnitColours));
        var edges = ThingClass.Count + Shade.Count;
        if (labels.Covered.shape[0] > 0)
            terms.Add(
                "u.edge",
                1,
                F.smooth_l1_loss(unit.narrow(1, edges, 4).index_select(0, labels.Covered), labels.Edges, nn.Reduction.Mean, 0.1));
        AddLetters(terms, "u", 1, labels.Characters, unit.narrow(1, edges + 4, Letters));
        terms.Add("u.ordinal", 0.2, Cross(unit.narrow(1, edges + 4 + Letters, AuxiliaryHeads.Ordinals), labels.Ordinals));
    }

    // digits of box and centre of the thing that a unit shows, and its letters, halfway through the decoder
    private void PictureTokens(LossTerms terms, DenseLabels labels, Tensor rows)
    {
        var token = AuxiliaryHeads.Forward(p, AuxiliaryHeads.Tokens, rows);
        const int Width = AuxiliaryHeads.Coordinates * AuxiliaryHeads.Digits;
        if (labels.Covered.shape[0] > 0)
        {
            var digits = token.narrow(1, 0, Width).index_select(0, labels.Covered).reshape(-1, AuxiliaryHeads.Digits);
            var numbers = labels.Coordinates.reshape(-1).to(float32);
            var hundreds = numbers.div(Scalars.Of(100), RoundingMode.floor).clamp_max(Scalars.Of(AuxiliaryHeads.Hundreds - 1));
            var tens = numbers.div(Scalars.Of(10), RoundingMode.floor).remainder(Scalars.Of(10));
            var loss = Cross(digits.narrow(1, 0, AuxiliaryHeads.Hundreds), hundreds.to(int64))
                .Plus(Cross(digits.narrow(1, AuxiliaryHeads.Hundreds, 10), tens.to(int64)))
                .Plus(Cross(digits.narrow(1, AuxiliaryHeads.Hundreds + 10, 10), numbers.remainder(Scalars.Of(10)).to(int64))
                    * Scalars.Of(0.5));
            terms.Add("m.digits", 0.4, loss);
        }

        AddLetters(terms, "m", 0.3, labels.Characters, token.narrow(1, Width, Letters));
        terms.Add("m.ordinal", 0.2, Cross(token.narrow(1, Width + Letters, AuxiliaryHeads.Ordinals), labels.Ordinals));
    }

    private static void AddLetters(LossTerms terms, string head, double weight, Tensor characters, Tensor scores)
    {
        var targets = characters.reshape(-1);
        if (targets.shape[0] == 0 || targets.max().item<long>() <= 0)
            return;
        var losses = F.cross_entropy(
            scores.reshape(-1, AuxiliaryHeads.Characters), targets, ignore_index: Ignored, reduction: nn.Reduction.None);
        var weights = targets.gt(Scalars.Of(0))
            .to(float32)
            .Plus(targets.eq(Scalars.Of(0)).to(float32) * Scalars.Of(0.06)); // empty cells are many
        terms.Add($"{head}.letters", weight, (losses * weights).sum() / weights.sum());
    }

    private void Answer(LossTerms terms, AnswerLabels labels, Tensor rows)
    {
        var logits = network.Logits(rows.index_select(0, labels.Rows));
        var losses = F.cross_entropy(logits, labels.Tokens, reduction: nn.Reduction.None);
        terms.Add("lm", 2, (losses * labels.Weights).sum() / labels.Weights.sum());

        var hard = labels.Weights.ge(Scalars.Of(0.99)).to(float32);
        terms.Note("right", (logits.detach().argmax(-1).eq(labels.Tokens).to(float32) * hard).sum() / hard.sum());
    }

    // −log of the attention that falls on what the next token is about; a word among a thousand tokens is harder to find than a unit
    private static void Lookup(LossTerms terms, AnswerLabels labels, Tensor attention, double weight)
    {
        if (labels.LookupRows.shape[0] == 0)
            return;
        var seen = (attention.reshape(-1, attention.shape[2]).index_select(0, labels.LookupRows) * labels.LookupKeys).sum(-1);
        terms.Add("lookup", weight, seen.Plus(1e-5).log().mean().neg());
    }

    // mean over the targets that are known; 0 where none is
    private static Tensor Cross(Tensor scores, Tensor targets)
    {
        var known = targets.ge(Scalars.Of(0)).to(float32).sum().clamp_min(Scalars.Of(1));
        return F.cross_entropy(scores, targets, ignore_index: Ignored, reduction: nn.Reduction.Sum) / known;
    }
}
