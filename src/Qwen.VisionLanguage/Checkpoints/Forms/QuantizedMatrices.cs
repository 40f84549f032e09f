using System.Text.Json;

namespace Qwen.VisionLanguage.Checkpoints.Forms;

/// <summary>Finds the stored parts of a quantised matrix and checks that they make one.</summary>
/// <param name="quantization">What the configuration says.</param>
/// <param name="find">The stored tensor of a name; null where there is none.</param>
internal sealed class QuantizedMatrices(Quantization quantization, Func<string, StoredPart?> find)
{
    /// <summary>The form of a matrix; null where no part of it is stored.</summary>
    /// <exception cref="QwenException">Its parts do not fit one another; the message is a part of a sentence.</exception>
    public WeightForm? Find(string name, long[] shape)
    {
        if (shape.Length != 2 || !name.EndsWith(".weight", StringComparison.Ordinal))
            return null;
        var module = name[..^".weight".Length];
        var (rows, columns) = (shape[0], shape[1]);
        var form = find(module + ".qweight") is { } codes
            ? quantization.Method == "awq" ? Awq(module, codes, rows, columns) : Gptq(module, codes, rows, columns)
            : find(module + ".weight_packed") is { } packed ? Packed(module, packed, rows, columns)
            : find(name) is { } bytes ? Bytes(module, bytes, rows, columns)
            : null;
        if (form is not null && quantization.Excludes(module))
            throw new QwenException($"{module} is stored quantised although config.json excludes it from quantisation");
        return form;
    }

    private AwqForm Awq(string module, StoredPart codes, long rows, long columns)
    {
        var (zeros, scales) = (Need(module, "qzeros"), Need(module, "scales"));
        Require(rows % 8 == 0 && codes.Has("I32", columns, rows / 8), module, "qweight", codes);
        var groups = Groups(module, scales, scales.Shape.Count == 2 && scales.Shape[1] == rows ? scales.Shape[0] : 0, columns);
        Require(zeros.Has("I32", groups, rows / 8), module, "qzeros", zeros);
        return new AwqForm(codes, zeros, scales);
    }

    private GptqForm Gptq(string module, StoredPart codes, long rows, long columns)
    {
        var (zeros, scales, order) = (Need(module, "qzeros"), Need(module, "scales"), find(module + ".g_idx"));
        var bits = ((int[])[2, 4, 8]).FirstOrDefault(b => columns * b % 32 == 0 && codes.Has("I32", columns * b / 32, rows));
        Require(bits > 0, module, "qweight", codes);
        var groups = Groups(module, scales, scales.Shape.Count == 2 && scales.Shape[1] == rows ? scales.Shape[0] : 0, columns);
        Require(rows * bits % 32 == 0 && zeros.Has("I32", groups, rows * bits / 32), module, "qzeros", zeros);
        if (order is not null)
            Require(order.Has("I32", columns), module, "g_idx", order);
        return new GptqForm(bits, quantization.ZeroOffset, codes, zeros, scales, order);
    }

    private PackedForm Packed(string module, StoredPart codes, long rows, long columns)
    {
        var (scales, zeros, order) = (Need(module, "weight_scale"), find(module + ".weight_zero_point"), find(module + ".weight_g_idx"));
        var bits = ((int[])[4, 8]).FirstOrDefault(b => codes.Has("I32", rows, (columns * b + 31) / 32));
        Require(bits > 0, module, "weight_packed", codes);
        var groups = Groups(module, scales, scales.Shape.Count == 2 && scales.Shape[0] == rows ? scales.Shape[1] : 0, columns);
        if (zeros is not null)
            Require(zeros.Has("I32", (rows * bits + 31) / 32, groups) || zeros.Has("I8", rows, groups), module, "weight_zero_point", zeros);
        if (order is not null)
            Require(order.Has("I32", columns), module, "weight_g_idx", order);
        return new PackedForm(bits, columns, codes, scales, zeros, order);
    }

    private WeightForm Bytes(string module, StoredPart codes, long rows, long columns)
    {
        if (codes.Entry.DataType == "U8" && quantization.Method == "bitsandbytes")
            return Table(module, codes, rows, columns);
        Require(codes.Has("F8_E4M3", rows, columns) || codes.Has("I8", rows, columns), module, "weight", codes);
        if (find(module + ".SCB") is { } largest)
        {
            Require(largest.Has("F32", rows), module, "SCB", largest);
            if (find(module + ".weight_format") is { Count: > 0 } layout && layout.Byte(0) != 0)
                throw new QwenException(
                    $"{module} is stored in a layout of bitsandbytes for certain graphics chips "
                    + $"({layout.Byte(0)}) instead of row after row");
            return new ScaledForm(codes, largest, null, 1, columns, divisor: 127);
        }

        var scales = find(module + ".weight_scale_inv") ?? Need(module, "weight_scale");
        Require(scales.IsFloat, module, "weight_scale", scales);
        var (tileRows, tileColumns) = Tile(module, scales, rows, columns);
        var zeros = find(module + ".weight_zero_point");
        if (zeros is not null)
            Require(zeros.Entry.DataType == "I8" && zeros.Count == scales.Count, module, "weight_zero_point", zeros);
        return new ScaledForm(codes, scales, zeros, tileRows, tileColumns);
    }

    private (long Rows, long Columns) Tile(string module, StoredPart scales, long rows, long columns)
    {
        long height = quantization.BlockSize[0], width = quantization.BlockSize[1];
        if (scales.Count == 1)
            return (rows, columns);
        if (scales.HasShape(rows, 1) || scales.HasShape(rows))
            return (1, columns);
        if (scales.HasShape((rows + height - 1) / height, (columns + width - 1) / width))
            return (height, width);
        return (1, columns / Groups(module, scales, scales.Shape.Count == 2 && scales.Shape[0] == rows ? scales.Shape[1] : 0, columns));
    }

    private TableForm Table(string module, StoredPart codes, long rows, long columns)
    {
        var state = find($"{module}.weight.quant_state.bitsandbytes__nf4") ?? Need(module, "weight.quant_state.bitsandbytes__fp4");
        var (table, largest) = (Need(module, "weight.quant_map"), Need(module, "weight.absmax"));
        Require(state.Entry.DataType == "U8" && state.Count < 65536, module, "weight.quant_state", state);
        int block, nestedBlock;
        float offset;
        try
        {
            using var json = JsonDocument.Parse(state.Bytes(0, (int)state.Count).ToArray());
            var section = new ConfigSection($"quant_state of {module}", "", json.RootElement);
            block = section.Int("blocksize", 2, 1 << 20);
            nestedBlock = section.FindInt("nested_blocksize", 1, 1 << 20) ?? 256;
            offset = (float)(section.FindNumber("nested_offset", -1e9, 1e9) ?? 0);
            if (section.FindInts("shape", 1, int.MaxValue, 2) is { } said && !(said.Length == 2 && said[0] == rows && said[1] == columns))
                throw section.Unfit("shape", $"{rows} and {columns}");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new QwenException($"{module}.weight.quant_state is not valid JSON ({JsonFile.Reason(error)})", error);
        }

        var blocks = (rows * columns + block - 1) / block;
        Require(codes.Count == (rows * columns + 1) / 2, module, "weight", codes);
        Require(table.Has("F32", 16), module, "weight.quant_map", table);
        if (find($"{module}.weight.nested_absmax") is not { } outer)
        {
            Require(largest.Has("F32", blocks), module, "weight.absmax", largest);
            return new TableForm(columns, block, codes, table, largest, null);
        }

        var map = Need(module, "weight.nested_quant_map");
        Require(largest.Has("U8", blocks), module, "weight.absmax", largest);
        Require(map.Has("F32", 256), module, "weight.nested_quant_map", map);
        Require(outer.Has("F32", (blocks + nestedBlock - 1) / nestedBlock), module, "weight.nested_absmax", outer);
        return new TableForm(columns, block, codes, table, largest, new NestedScales(map, outer, nestedBlock, offset));
    }

    private StoredPart Need(string module, string part)
        => find($"{module}.{part}") ?? throw new QwenException($"{module}.{part} is missing beside its quantised weights");

    private long Groups(string module, StoredPart scales, long groups, long columns)
    {
        Require(scales.IsFloat && groups > 0, module, "the scale", scales);
        if (columns % groups != 0)
            throw new QwenException($"{module} has {groups} groups of scales, which do not divide its {columns} inputs");
        if (groups > 1 && quantization.GroupSizes.Count > 0 && !quantization.GroupSizes.Contains((int)(columns / groups)))
            throw new QwenException(
                $"{module} has groups of {columns / groups} inputs instead of {string.Join(" or ", quantization.GroupSizes)}");
        return groups;
    }

    private static void Require(bool fits, string module, string part, StoredPart found)
    {
        if (!fits)
            throw new QwenException($"{module}: {part} is {found.Description}, which does not fit the layer");
    }
}
