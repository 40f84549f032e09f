using static TorchSharp.torch;

namespace Qwen.DemoModel.Data;

/// <summary>
/// Token sequences of a batch. All start with the same tokens, which stand once; then come the sequences, padded to one length.
/// </summary>
internal sealed record TextBatch
{
    /// <summary>Ids: the common start, then every sequence. // [start + batch · length]</summary>
    public required Tensor Tokens { get; init; }

    /// <summary>Time, height and width position of each. // [start + batch · length, 3]</summary>
    public required Tensor Positions { get; init; }

    /// <summary>
    /// 0 where a row sees a key, very negative where not; once per query head of a group. // [batch, 1, group · length, start + length]
    /// </summary>
    public required Tensor Bias { get; init; }

    /// <summary>Rows that hold picture tokens. // [picture tokens]</summary>
    public required Tensor UnitRows { get; init; }

    /// <summary>Where each of them lies among the encoder's units in slot order. // [picture tokens]</summary>
    public required Tensor UnitSlots { get; init; }
}
