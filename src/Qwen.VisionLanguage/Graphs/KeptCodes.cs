using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Checkpoints.Forms;

namespace Qwen.VisionLanguage.Graphs;

/// <summary>
/// 4-bit codes of a quantised checkpoint that go into blocks as they are: a group is several blocks with one scale and one zero point.
/// Inputs whose groups are mixed are brought into the groups' order, for all matrices alike that share an input.
/// </summary>
/// <param name="form">The codes.</param>
/// <param name="order">Which input stands where; null where they stay in their places. // [inputs]</param>
internal sealed class KeptCodes(GroupForm form, int[]? order)
{
    private const int Block = 32;

    /// <summary>Which input stands where; null where they stay in their places. // [inputs]</summary>
    public int[]? Order => order;

    /// <summary>What is kept, for a person.</summary>
    public string Description
        => $"the 4-bit codes of {form.Maker}, groups of {form.Group}{(form.HasOrder ? ", inputs put in the order of groups" : "")}";

    /// <summary>The codes of matrices that share an input; null where blocks cannot hold those of each.</summary>
    public static IReadOnlyList<KeptCodes>? Find(IEnumerable<CheckpointTensor> matrices)
    {
        var found = new List<KeptCodes>();
        foreach (var matrix in matrices)
        {
            if (matrix.Form is not GroupForm { Bits: 4, HasShortScales: true } form)
                return null;
            var inputs = (int)matrix.Shape[1];
            var blocks = inputs / Block;
            if (inputs % Block != 0 || form.Group % Block != 0)
                return null;
            var order = form.InputOrder(out var isEven);
            // devices disagree about the zero points of rows with an odd number of blocks
            if (!isEven || (blocks % 2 != 0 && !AllInTheMiddle(form, matrix.Shape[0])))
                return null;
            if (form.HasWideZeros && !AllFit(form, matrix.Shape[0]))
                return null;
            if (found.Count > 0 && !(found[0].Order ?? []).AsSpan().SequenceEqual(order))
                return null;
            found.Add(new KeptCodes(form, found.Count > 0 ? found[0].Order : order));
        }

        return found;
    }

    /// <summary>The blocks of a row.</summary>
    public void Read(int row, QuantizedRow result)
    {
        for (var i = 0; i < result.Codes.Length; i++)
            result.Codes[i] = (byte)form.Code(row, order is null ? i : order[i]);
        for (var n = 0; n < result.Scales.Length; n++)
        {
            var (scale, zero) = form.Shared(row, n * result.Block / form.Group);
            (result.Scales[n], result.Zeros[n]) = (scale, (byte)zero);
        }
    }

    private static bool AllFit(GroupForm form, long rows) => All(form, rows, zero => zero is >= 0 and <= 15);

    private static bool AllInTheMiddle(GroupForm form, long rows) => All(form, rows, zero => zero == 8);

    private static bool All(GroupForm form, long rows, Func<int, bool> fits)
    {
        for (var row = 0L; row < rows; row++)
        {
            for (var group = 0; group < form.Groups; group++)
            {
                if (!fits(form.Shared(row, group).Zero))
                    return false;
            }
        }

        return true;
    }
}
