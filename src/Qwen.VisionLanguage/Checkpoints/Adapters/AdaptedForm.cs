using Qwen.VisionLanguage.Checkpoints.Forms;

namespace Qwen.VisionLanguage.Checkpoints.Adapters;

/// <summary>A matrix of the base model, stored in whatever form, and what an adapter adds to it.</summary>
internal sealed class AdaptedForm(CheckpointTensor matrix, LoraPair pair) : WeightForm
{
    private readonly long columns = matrix.ElementCount / matrix.Shape[0];

    public override IEnumerable<StoredPart> Parts => [.. matrix.Parts, pair.Down, pair.Up];

    public override void Read(long row, long column, Span<float> destination)
    {
        matrix.ReadFloats(row * columns + column, destination);
        pair.AddTo(row, column, columns, destination);
    }

    public override string? FindFault()
    {
        matrix.Check();
        foreach (var part in (StoredPart[])[pair.Down, pair.Up])
        {
            if (FindBadScale(part, "the adapter", zeroIsBad: false) is not null)
                throw new QwenException($"{part.File.Path} is damaged: what it adds to {matrix.Name} is not finite. Fetch the file again.");
        }

        return null;
    }
}
