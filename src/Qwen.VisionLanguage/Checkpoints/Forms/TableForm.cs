namespace Qwen.VisionLanguage.Checkpoints.Forms;

/// <summary>
/// bitsandbytes' 4 bit: codes into a table of 16 numbers, two a byte, the first in the upper half; a largest magnitude for a block,
/// which may itself be a code into a table.
/// </summary>
/// <param name="columns">Inputs.</param>
/// <param name="block">Weights of a block, counted through the whole matrix.</param>
/// <param name="codes">U8, as many bytes as half the weights.</param>
/// <param name="table">F32 [16].</param>
/// <param name="largest">F32 [blocks], or U8 where nested.</param>
/// <param name="nested">How the codes of <paramref name="largest"/> are read; null where they are numbers.</param>
internal sealed class TableForm(
    long columns, int block, StoredPart codes, StoredPart table, StoredPart largest, NestedScales? nested) : WeightForm
{
    public override IEnumerable<StoredPart> Parts =>
        nested is null ? [codes, table, largest] : [codes, table, largest, nested.Table, nested.Largest];

    public override void Read(long row, long column, Span<float> destination)
    {
        Span<float> numbers = stackalloc float[16];
        table.Floats(0, numbers);
        var first = row * columns + column;
        var (known, scale) = (-1L, 0f);
        for (var i = 0; i < destination.Length; i++)
        {
            var index = first + i;
            if (index / block != known)
            {
                known = index / block;
                scale = nested?.Read(largest.Byte(known), known) ?? largest.Float(known);
            }

            destination[i] = numbers[codes.Byte(index / 2) >> (index % 2 == 0 ? 4 : 0) & 15] * scale;
        }
    }

    public override string? FindFault()
        => FindBadScale(table, "quant_map", zeroIsBad: false)
            ?? (nested is null
                ? FindBadScale(largest, "absmax", zeroIsBad: false)
                : FindBadScale(nested.Table, "nested_quant_map", zeroIsBad: false) ?? FindBadScale(nested.Largest, "nested_absmax"));
}
