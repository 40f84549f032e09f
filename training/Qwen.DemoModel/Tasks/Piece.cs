namespace Qwen.DemoModel.Tasks;

/// <summary>A piece of an answer.</summary>
/// <param name="Text">What is written; ASCII.</param>
/// <param name="Weight">How much its tokens count in the loss: by the character where a token starts.</param>
/// <param name="Units">Merged units of the picture that the piece is about: where attention is led to.</param>
internal sealed record Piece(string Text, float Weight, IReadOnlyList<int>? Units = null);
