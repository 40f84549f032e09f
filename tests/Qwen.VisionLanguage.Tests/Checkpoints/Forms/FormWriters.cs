using System.Text;
using System.Text.Json.Nodes;

namespace Qwen.VisionLanguage.Tests.Checkpoints.Forms;

/// <summary>Writes matrices in published forms, by the layouts of the tools that make them.</summary>
internal static class FormWriters
{
    // the 16 numbers of bitsandbytes' two 4 bit types, as its files state them
    private static readonly float[] Nf4 =
    [
        -1f, -0.6961928f, -0.52507305f, -0.3949175f, -0.28444138f, -0.18477343f, -0.09105004f, 0f,
        0.0795803f, 0.1609302f, 0.2461123f, 0.33791524f, 0.44070983f, 0.562617f, 0.72295684f, 1f,
    ];

    private static readonly float[] Fp4 =
        [
            0f, 0.0052083333f, 0.6666667f, 1f, 0.33333334f, 0.5f, 0.16666667f, 0.25f, 0f, -0.0052083333f, -0.6666667f, -1f, -0.33333334f,
            -0.5f, -0.16666667f, -0.25f
        ];

    /// <summary>GPTQ: codes packed along the inputs, zero points along the outputs, less <paramref name="stored"/>.</summary>
    public static FormPair.MatrixWriter Gptq(int bits, int stored, bool order) => (module, rows, columns, random) =>
    {
        const int Group = 64;
        int groups = columns / Group, perWord = 32 / bits;
        var groupOf = Groups(columns, Group, order, random);
        var (codes, zeros, scales) =
            (Codes(rows * columns, bits, random), Codes(groups * rows, bits, random), Halves(groups * rows, bits, random));
        var numbers = Numbers(
            rows, columns, (n, k) => (codes[k * rows + n] - zeros[groupOf[k] * rows + n]) * (double)scales[groupOf[k] * rows + n]);
        return (
        [
            RawTensor.Of(
                module + ".qweight",
                "I32",
                [columns / perWord, rows],
                Pack(bits, columns, rows, (k, n) => codes[k * rows + n], alongRows: true)),
            RawTensor.Of(
                module + ".qzeros", "I32", [groups, rows / perWord], Pack(bits, groups, rows, (g, n) => zeros[g * rows + n] - stored)),
            RawTensor.Of(module + ".scales", "F16", [groups, rows], scales),
            .. order ? new[] { RawTensor.Of(module + ".g_idx", "I32", [columns], groupOf) } : [],
        ], numbers);
    };

    /// <summary>compressed-tensors "pack-quantized": signed codes above the middle of their range, packed along the inputs.</summary>
    public static FormPair.MatrixWriter Packed(int bits, int? group, string? zeroType, bool order) => (module, rows, columns, random) =>
    {
        int inputs = group ?? columns, groups = columns / inputs, perWord = 32 / bits, middle = 1 << bits - 1;
        var groupOf = Groups(columns, inputs, order, random);
        var (codes, zeros, scales) =
            (Codes(rows * columns, bits, random), Codes(rows * groups, bits, random), Halves(rows * groups, bits, random));
        if (zeroType is null)
            Array.Fill(zeros, middle);
        var numbers = Numbers(
            rows, columns, (n, k) => (codes[n * columns + k] - zeros[n * groups + groupOf[k]]) * (double)scales[n * groups + groupOf[k]]);
        var zeroPart = zeroType switch
        {
            null => (RawTensor[])[],
            "I8" =>
                [RawTensor.Of(module + ".weight_zero_point", "I8", [rows, groups], zeros.Select(zero => (sbyte)(zero - middle)).ToArray())],
            _ => [RawTensor.Of(
                module + ".weight_zero_point",
                "I32",
                [rows / perWord, groups],
                Pack(bits, rows, groups, (n, g) => zeros[n * groups + g], alongRows: true))],
        };
        return (
        [
            RawTensor.Of(
                module + ".weight_packed", "I32", [rows, columns / perWord], Pack(bits, rows, columns, (n, k) => codes[n * columns + k])),
            RawTensor.Of(module + ".weight_scale", "F16", [rows, groups], scales),
            RawTensor.Of(module + ".weight_shape", "I64", [2], new long[] { rows, columns }),
            .. zeroPart,
            .. order ? new[] { RawTensor.Of(module + ".weight_g_idx", "I32", [columns], groupOf) } : [],
        ], numbers);
    };

    /// <summary>One byte a weight, with a scale for a tile of the matrix.</summary>
    public static FormPair.MatrixWriter Bytes(string type, string scaleName, int? tileRows, int? tileColumns, bool zeros = false) =>
        (module, rows, columns, random) =>
        {
            int height = tileRows
                ?? rows, width = tileColumns ?? columns, across = (columns + width - 1) / width, down = (rows + height - 1) / height;
            var codes = Codes(rows * columns, 8, random);
            for (var i = 0; i < codes.Length; i++)
                codes[i] = type != "I8" && (codes[i] & 127) == 127 ? 0 : codes[i]; // 127 and 255 are no numbers in F8_E4M3
            var points = Codes(down * across, 5, random);
            var scales = Halves(down * across, type == "I8" ? 8 : 10, random).Select(scale => (float)scale).ToArray();
            var numbers = Numbers(rows, columns, (n, k) =>
            {
                var tile = n / height * across + k / width;
                return ((type == "I8" ? (sbyte)codes[n * columns + k] : Float8(codes[n * columns + k])) - (zeros ? points[tile] : 0))
                    * (double)scales[tile];
            });
            long[] scaleShape = tileRows is null ? [1] : [down, across];
            return (
            [
                RawTensor.Of(module + ".weight", type, [rows, columns], codes.Select(code => (byte)code).ToArray()),
                RawTensor.Of($"{module}.{scaleName}", "F32", scaleShape, scales),
                .. zeros ? new[]
                {
                    RawTensor.Of(module + ".weight_zero_point", "I8", scaleShape, points.Select(point => (sbyte)point).ToArray())
                } : [],
            ], numbers);
        };

    /// <summary>bitsandbytes' LLM.int8: a largest magnitude for each row.</summary>
    public static (RawTensor[] Parts, float[] Numbers) LlmInt8(string module, int rows, int columns, Random random)
    {
        var codes = Codes(rows * columns, 8, random);
        var largest = Halves(rows, 1, random).Select(scale => (float)scale).ToArray();
        return (
        [
            RawTensor.Of(module + ".weight", "I8", [rows, columns], codes.Select(code => (byte)code).ToArray()),
            RawTensor.Of(module + ".SCB", "F32", [rows], largest),
            RawTensor.Of(module + ".weight_format", "U8", [], new byte[] { 0 }),
        ], Numbers(rows, columns, (n, k) => (sbyte)codes[n * columns + k] * (double)largest[n] / 127));
    }

    /// <summary>bitsandbytes' 4 bit types: two codes a byte, the first in its upper half, a largest magnitude for 64 weights.</summary>
    public static FormPair.MatrixWriter Table(string type, bool nested) => (module, rows, columns, random) =>
    {
        const int Block = 64, NestedBlock = 256;
        const float Offset = 0.05f;
        var table = type == "nf4" ? Nf4 : Fp4;
        var (count, blocks) = (rows * columns, rows * columns / Block);
        var codes = Codes(count, 4, random);
        var packed = Enumerable.Range(0, count / 2).Select(i => (byte)(codes[2 * i] << 4 | codes[2 * i + 1])).ToArray();
        var state = new JsonObject
        {
            ["quant_type"] = type,
            ["blocksize"] = Block,
            ["dtype"] = "bfloat16",
            ["shape"] = new JsonArray(rows, columns)
        };
        var largest = Halves(blocks, 1, random).Select(scale => (float)scale).ToArray();
        RawTensor[] statistics = [RawTensor.Of(module + ".weight.absmax", "F32", [blocks], largest)];
        if (nested)
        {
            var map = Enumerable.Range(-127, 256).Select(step => step / 128f).ToArray();
            var indices = Codes(blocks, 8, random).Select(code => (byte)code).ToArray();
            var outer = Halves((blocks + NestedBlock - 1) / NestedBlock, 1, random).Select(scale => (float)scale / 4).ToArray();
            largest = [.. indices.Select((index, block) => map[index] * outer[block / NestedBlock] + Offset)];
            state["nested_blocksize"] = NestedBlock;
            state["nested_dtype"] = "float32";
            state["nested_offset"] = Offset;
            statistics =
            [
                RawTensor.Of(module + ".weight.absmax", "U8", [blocks], indices),
                RawTensor.Of(module + ".weight.nested_absmax", "F32", [outer.Length], outer),
                RawTensor.Of(module + ".weight.nested_quant_map", "F32", [256], map),
            ];
        }

        var text = Encoding.UTF8.GetBytes(state.ToJsonString());
        return (
        [
            RawTensor.Of(module + ".weight", "U8", [packed.Length, 1], packed),
            RawTensor.Of(module + ".weight.quant_map", "F32", [16], table),
            RawTensor.Of($"{module}.weight.quant_state.bitsandbytes__{type}", "U8", [text.Length], text),
            .. statistics,
        ], Numbers(rows, columns, (n, k) => table[codes[n * columns + k]] * (double)largest[(n * columns + k) / Block]));
    };

    // puts codes into words, the first into the lowest bits, along the columns or along the rows of [rows, columns]
    private static int[] Pack(int bits, int rows, int columns, Func<int, int, int> code, bool alongRows = false)
    {
        var (perWord, mask) = (32 / bits, (1u << bits) - 1);
        var words = new uint[rows * columns / perWord];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var (word, lane) = alongRows
                    ? (row / perWord * columns + column, row % perWord)
                    : (row * (columns / perWord) + column / perWord, column % perWord);
                words[word] |= ((uint)code(row, column) & mask) << bits * lane;
            }
        }

        return [.. words.Select(word => (int)word)];
    }

    private static int[] Groups(int columns, int inputs, bool shuffled, Random random)
    {
        var groups = Enumerable.Range(0, columns).Select(k => k / inputs).ToArray();
        if (shuffled)
            random.Shuffle(groups);
        return groups;
    }

    private static int[] Codes(int count, int bits, Random random) => [.. Enumerable.Range(0, count).Select(_ => random.Next(1 << bits))];

    // such that a matrix of these codes has numbers well below one
    private static Half[] Halves(int count, int bits, Random random)
        => [.. Enumerable.Range(0, count).Select(_ => (Half)((0.5 + random.NextDouble()) * 0.25 / (1 << bits)))];

    private static float[] Numbers(int rows, int columns, Func<int, int, double> number)
        => [.. Enumerable.Range(0, rows * columns).Select(i => (float)number(i / columns, i % columns))];

    private static double Float8(int code)
    {
        var (sign, exponent, mantissa) = ((code & 128) == 0 ? 1 : -1, code >> 3 & 15, code & 7);
        return sign * (exponent == 0 ? mantissa / 8.0 * Math.Pow(2, -6) : (1 + mantissa / 8.0) * Math.Pow(2, exponent - 7));
    }
}
