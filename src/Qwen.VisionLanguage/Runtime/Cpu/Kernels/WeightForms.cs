namespace Qwen.VisionLanguage.Runtime.Cpu.Kernels;

/// <summary>What forms have in common.</summary>
internal static class WeightForms
{
    private const int Line = 64, Int4Bytes = 4 * Line;

    /// <summary>How many forms there are.</summary>
    public static readonly int Count = Enum.GetValues<WeightForm>().Length;

    /// <summary>Whether numbers are floats of their own, without blocks that share a scale.</summary>
    public static bool IsFloat(this WeightForm form) => form is WeightForm.Float32 or WeightForm.Float16;

    /// <summary>Whether numbers have four bits.</summary>
    public static bool IsFourBits(this WeightForm form) => form is WeightForm.Int4 or WeightForm.Int4Wide;

    /// <summary>Bytes of one number of a float form.</summary>
    public static int FloatBytes(this WeightForm form) => form == WeightForm.Float16 ? 2 : sizeof(float);

    /// <summary>Inputs that share a scale, of the weights and of a row of activations.</summary>
    public static int Block(this WeightForm form) => form switch
    {
        WeightForm.Int4 or WeightForm.Int4Wide or WeightForm.Int8 => 32,
        WeightForm.Int8Block64 => 64,
        WeightForm.Int8Block128 => 128,
        _ => throw new ArgumentOutOfRangeException(nameof(form), form, "This form has no blocks."),
    };

    /// <summary>Blocks that hold so many inputs.</summary>
    public static int Blocks(this WeightForm form, int inputs) => (inputs + form.Block() - 1) / form.Block();

    /// <summary>Vectors of 64 bytes with the numbers of one block of 16 outputs.</summary>
    public static int Vectors(this WeightForm form) => form.Block() / (form.IsFourBits() ? 8 : 4);

    /// <summary>Where the numbers of a block of 16 outputs stand; behind the last block, the bytes of all.</summary>
    public static int BlockAt(this WeightForm form, int block) => form == WeightForm.Int4
        ? checked(block / 2 * (2 * Int4Bytes + Line) + block % 2 * (Int4Bytes + Line))
        : checked(block * (form.Vectors() * Line + Line));

    /// <summary>
    /// Where the 16 scales of a block stand. Those of 16 bits have a line together with the next block's, behind the first one's numbers;
    /// each output's two are neighbours.
    /// </summary>
    public static int ScalesAt(this WeightForm form, int block) => form == WeightForm.Int4
        ? form.BlockAt(block - block % 2) + Int4Bytes + block % 2 * sizeof(ushort)
        : form.BlockAt(block) + form.Vectors() * Line;

    /// <summary>The bytes of this form with the largest blocks up to the converter's, none of which is cut.</summary>
    public static WeightForm BytesInBlocksOf(int block) => block switch
    {
        >= 128 => WeightForm.Int8Block128,
        64 => WeightForm.Int8Block64,
        _ => WeightForm.Int8,
    };
}
