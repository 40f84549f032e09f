using TorchSharp;

namespace Qwen.DemoModel.Data;

/// <summary>One step's worth of pictures, questions and answers. Disposing frees its tensors.</summary>
/// <param name="Bucket">Name of the kind of batch.</param>
/// <param name="Samples">Pictures and clips in it.</param>
/// <param name="Vision">What the encoder sees; null where there are words only.</param>
/// <param name="Text">What the decoder reads.</param>
/// <param name="Answers">What it should write.</param>
/// <param name="Dense">What lies where.</param>
internal sealed record Batch(
    string Bucket, int Samples, VisionBatch? Vision, TextBatch Text, AnswerLabels Answers, DenseLabels Dense) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        torch.Tensor[] tensors =
        [
            .. Vision is null ? (torch.Tensor[])[] : [Vision.Pixels, Vision.Places, Vision.SlotBias],
            Text.Tokens, Text.Positions, Text.Bias, Text.UnitRows, Text.UnitSlots,
            Answers.Rows, Answers.Tokens, Answers.Weights, Answers.LookupRows, Answers.LookupKeys,
            Dense.PatchSlots, Dense.PatchClasses, Dense.PatchColours, Dense.UnitClasses, Dense.UnitColours,
            Dense.Covered, Dense.Edges, Dense.Coordinates, Dense.Characters, Dense.PatchCharacters, Dense.Ordinals,
        ];
        foreach (var tensor in tensors)
            tensor.Dispose();
    }
}
