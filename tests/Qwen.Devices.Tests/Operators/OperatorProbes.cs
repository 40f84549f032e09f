using Qwen.VisionLanguage.Runtime;

namespace Qwen.Devices.Tests.Operators;

/// <summary>The operators that the product's graphs are made of, each alone or with the neighbours it has there.</summary>
/// <remarks>When a whole model goes wrong on a device, this tells where to look.</remarks>
internal static class OperatorProbes
{
    private static readonly (string Name, Action<Probe> Build)[] common =
    [
        ("MatMul", p => p.Output(p.Node("MatMul", [p.Input("x", 1, 7, 64), p.Weight(0.1f, 64, 96)]), 1, 7, 96)),
        ("MatMul of two inputs", p => p.Output(p.Node("MatMul", [p.Input("x", 2, 4, 7, 16), p.Input("y", 2, 4, 16, 9)]), 2, 4, 7, 9)),
        ("Add", p => p.Output(p.Node("Add", [p.Input("x", 1, 7, 64), p.Input("y", 1, 7, 64)]), 1, 7, 64)),
        ("Add 2-D", p => p.Output(p.Node("Add", [p.Input("x", 64, 320), p.Input("y", 64, 320)]), 64, 320)),
        ("Add bias", p => p.Output(p.Node("Add", [p.Input("x", 1, 7, 64), p.Weight(1, 64)]), 1, 7, 64)),
        ("Add after MatMul", AddAfterMatMul),
        ("Mul", p => p.Output(p.Node("Mul", [p.Input("x", 1, 7, 64), p.Input("y", 1, 7, 64)]), 1, 7, 64)),
        ("Mul constant", p => p.Output(p.Node("Mul", [p.Input("x", 1, 7, 64), p.Scalar(0.125f)]), 1, 7, 64)),
        ("Sigmoid", p => p.Output(p.Node("Sigmoid", [p.Input("x", 1, 7, 64)]), 1, 7, 64)),
        ("SwiGLU", SwiGlu),
        ("Softmax", p => p.Output(p.Node("Softmax", [p.Input("x", 2, 4, 7, 16)], ("axis", -1)), 2, 4, 7, 16)),
        ("Reshape", p => p.Output(p.Node("Reshape", [p.Node("Sigmoid", [p.Input("x", 1, 7, 64)]), p.Integers(0, -1, 4, 16)]), 1, 7, 4, 16)),
        ("Transpose", p => p.Output(p.Node("Transpose", [p.Input("x", 1, 7, 4, 16)], ("perm", new long[] { 0, 2, 1, 3 })), 1, 4, 7, 16)),
        ("Gather", p =>
            p.Output(p.Node("Gather", [p.Input("x", 9, 64), p.Input("i", new long[] { 3, 8, 0, 3, 1 }, 5)], ("axis", 0)), 5, 64)),
        ("Gather axis 1", p =>
            p.Output(p.Node("Gather", [p.Input("x", 1, 9, 64), p.Input("i", new long[] { 3, 8 }, 2)], ("axis", 1)), 1, 2, 64)),
        ("Concat", p => p.Output(p.Node("Concat", [p.Input("x", 1, 2, 7, 16), p.Input("y", 1, 2, 3, 16)], ("axis", 2)), 1, 2, 10, 16)),
        ("Slice", p => p.Output(p.Node("Slice", [p.Input("x", 1, 7, 64), p.Integers(16), p.Integers(48), p.Integers(2)]), 1, 7, 32)),
        ("Cast", CastBothWays),
        ("Clip", p => p.Output(p.Node("Clip", [p.Input("x", 1, 7, 64), p.Scalar(-1f), p.Scalar(1f)]), 1, 7, 64)),
        ("SimplifiedLayerNormalization", p => p.Output(Norm(p, p.Input("x", 1, 7, 64), 64), 1, 7, 64)),
        ("Residual and norm", ResidualAndNorm),
        ("Gelu", p => p.Output(p.Node("Gelu", [p.Input("x", 7, 64)]), 7, 64)),
        ("MatMulNBits 4 bit, 8 blocks", p => Quantized(p, 4, 32, 256)),
        ("MatMulNBits 4 bit, 5 blocks", p => Quantized(p, 4, 32, 160)),
        ("MatMulNBits 8 bit, 2 blocks", p => Quantized(p, 8, 128, 256)),
        ("MatMulNBits 8 bit, 6 blocks", p => Quantized(p, 8, 64, 384)),
        ("MatMulNBits and bias", QuantizedAndBias),
        ("RotaryEmbedding head 128", p => Rotary(p, 4, 128)),
        ("RotaryEmbedding head 80", p => Rotary(p, 16, 80)),
        ("RotaryEmbedding of windows", RotaryWindows),
    ];

    // the encoder's full attention, where the device does it in one operator: WebGPU's is wrong from some length on
    private static readonly (string Name, Action<Probe> Build)[] fused =
    [
        ("MultiHeadAttention", p => p.Output(p.Node(
            "MultiHeadAttention", [p.Input("q", 1, 9, 320), p.Input("k", 1, 9, 320), p.Input("v", 1, 9, 320)], ("num_heads", 4)), 1, 9,
            320)),
        ("MultiHeadAttention 300 rows", p => p.Output(p.Node(
            "MultiHeadAttention", [p.Input("q", 1, 300, 320), p.Input("k", 1, 300, 320), p.Input("v", 1, 300, 320)], ("num_heads", 4)), 1,
            300, 320)),
    ];

    /// <summary>Name and builder of every probe that concerns a device.</summary>
    public static IEnumerable<(string Name, Action<Probe> Build)> For(DeviceProfile device) =>
        device.ExplicitVisionAttention ? common : [.. common, .. fused];

    private static string Norm(Probe p, string x, int size)
        => p.Node("SimplifiedLayerNormalization", [x, p.Weight(1, size)], ("axis", -1), ("epsilon", 1e-6f));

    private static void AddAfterMatMul(Probe p)
    {
        var x = p.Input("x", 1, 7, 64);
        p.Output(p.Node("Add", [x, p.Node("MatMul", [x, p.Weight(0.1f, 64, 64)])]), 1, 7, 64);
    }

    private static void SwiGlu(Probe p)
    {
        var x = p.Input("x", 1, 7, 64);
        var gate = p.Node("MatMul", [x, p.Weight(0.1f, 64, 96)]);
        var up = p.Node("MatMul", [x, p.Weight(0.1f, 64, 96)]);
        var silu = p.Node("Mul", [gate, p.Node("Sigmoid", [gate])]);
        p.Output(p.Node("MatMul", [p.Node("Mul", [silu, up]), p.Weight(0.1f, 96, 64)]), 1, 7, 64);
    }

    // as at the borders of a graph, whose inputs and outputs are fp32 whatever is inside
    private static void CastBothWays(Probe p)
    {
        const int single = 1;
        var wide = p.Node("Cast", [p.Node("Mul", [p.Input("x", 1, 7, 64), p.Scalar(2f)])], ("to", single));
        p.Output(p.Node("Cast", [p.Node("Sigmoid", [wide])], ("to", p.Type)), 1, 7, 64);
    }

    private static void ResidualAndNorm(Probe p)
    {
        var x = p.Input("x", 1, 7, 64);
        var sum = p.Node("Add", [x, p.Node("MatMul", [Norm(p, x, 64), p.Weight(0.1f, 64, 64)])]);
        var normed = Norm(p, sum, 64);
        p.Output(p.Node("Add", [sum, p.Node("MatMul", [normed, p.Weight(0.1f, 64, 64)])]), 1, 7, 64);
    }

    private static string QuantizedNode(Probe p, string x, int bits, int block, int inner, int outer)
    {
        var blocks = inner / block;
        string[] from =
        [
            x, p.Bytes(outer, blocks, block * bits / 8), p.Weight(0.2f / (1 << bits), outer * blocks),
            p.Repeated(bits == 4 ? (byte)0x88 : (byte)0x80, outer * ((blocks * bits + 7) / 8)),
        ];
        return p.Node("MatMulNBits", from, ("K", inner), ("N", outer), ("bits", bits), ("block_size", block), ("accuracy_level", 0));
    }

    private static void Quantized(Probe p, int bits, int block, int inner)
        => p.Output(QuantizedNode(p, p.Input("x", 1, 7, inner), bits, block, inner, 96), 1, 7, 96);

    private static void QuantizedAndBias(Probe p)
    {
        var x = p.Input("x", 1, 1, 256);
        var y = p.Node("Add", [QuantizedNode(p, x, 4, 32, 256, 256), p.Weight(1, 256)]);
        p.Output(p.Node("Add", [x, y]), 1, 1, 256);
    }

    private static void Rotary(Probe p, int heads, int size)
    {
        string[] from =
        [
            p.Node("Mul", [p.Input("x", 1, 7, heads * size), p.Scalar(1.5f)]), p.Input("position", new long[] { 0 }, 1),
            p.Input("cos", 7, size / 2), p.Input("sin", 7, size / 2),
        ];
        p.Output(p.Node("RotaryEmbedding", from, ("num_heads", heads), ("interleaved", 0)), 1, 7, heads * size);
    }

    // Windows are the batch; every window has rows of its own in the tables, addressed by its position ids.
    private static void RotaryWindows(Probe p)
    {
        var positions = Enumerable.Range(0, 128).Select(i => (long)i).ToArray();
        p.Output(p.Node(
            "RotaryEmbedding",
            [p.Input("x", 2, 64, 320), p.Input("position", positions, 2, 64), p.Input("cos", 128, 40), p.Input("sin", 128, 40)],
            ("num_heads", 4)), 2, 64, 320);
    }
}
