using static TorchSharp.torch;

namespace Qwen.DemoModel.Data;

/// <summary>What the decoder should write, and where it should look while it does.</summary>
internal sealed record AnswerLabels
{
    /// <summary>Rows that predict a token of an answer. // [targets]</summary>
    public required Tensor Rows { get; init; }

    /// <summary>The tokens. // [targets]</summary>
    public required Tensor Tokens { get; init; }

    /// <summary>How much each counts. // [targets]</summary>
    public required Tensor Weights { get; init; }

    /// <summary>Rows, counted without the common start, whose next token is about a known place. // [lookups]</summary>
    public required Tensor LookupRows { get; init; }

    /// <summary>1 for the keys that show that place. // [lookups, start + length]</summary>
    public required Tensor LookupKeys { get; init; }
}
