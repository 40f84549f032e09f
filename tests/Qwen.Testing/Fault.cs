namespace Qwen.Testing;

/// <summary>What is broken on purpose.</summary>
public enum Fault
{
    /// <summary>The encoder's graph sees windows only: no block looks at the whole picture.</summary>
    GraphWithoutFullAttention,

    /// <summary>Rotary positions of the decoder follow time and width alone.</summary>
    PositionsWithoutHeight,

    /// <summary>A picture that is too large is cut instead of shrunk.</summary>
    ResizeThatCrops,

    /// <summary>Weights keep three bits, with one scale for a whole tensor.</summary>
    QuantisationToThreeBits,
}
