namespace Qwen.VisionLanguage.Checkpoints.Forms;

/// <summary>
/// Codes in groups of inputs that share a scale and a zero point: w = (code − zero) · scale. Groups follow one another, or an order
/// names the group of each input.
/// </summary>
/// <param name="maker">Whose form it is, for the manifest: "AWQ".</param>
/// <param name="bits">Bits of a code.</param>
/// <param name="columns">Inputs.</param>
/// <param name="groups">Groups of a row.</param>
/// <param name="order">I32 [in], the group of each input; null where groups follow one another.</param>
/// <param name="orderName">What the stored order is called, for messages.</param>
internal abstract class GroupForm(string maker, int bits, long columns, long groups, StoredPart? order, string orderName) : WeightForm
{
    private readonly long group = columns / groups;

    /// <summary>Whose form it is.</summary>
    public string Maker => maker;

    /// <summary>Bits of a code.</summary>
    public int Bits => bits;

    /// <summary>Inputs of a group.</summary>
    public int Group => (int)group;

    /// <summary>Groups of a row.</summary>
    public int Groups => (int)groups;

    /// <summary>Whether an order names the group of each input.</summary>
    public bool HasOrder => order is not null;

    /// <summary>The stored order; null without.</summary>
    protected StoredPart? Order => order;

    /// <summary>The code of an input.</summary>
    public abstract int Code(long row, long input);

    /// <summary>Scale and zero point of a group.</summary>
    public abstract (float Scale, int Zero) Shared(long row, long group);

    /// <summary>Whether zero points may lie beyond the codes.</summary>
    public virtual bool HasWideZeros => false;

    /// <summary>Whether every scale is a number of 16 bits.</summary>
    public abstract bool HasShortScales { get; }

    public sealed override void Read(long row, long column, Span<float> destination)
    {
        var (known, scale, zero) = (-1L, 0f, 0);
        for (var i = 0; i < destination.Length; i++)
        {
            var index = order?.Int(column + i) ?? (column + i) / group;
            if (index != known)
            {
                known = index;
                (scale, zero) = Shared(row, index);
            }

            destination[i] = (Code(row, column + i) - zero) * scale;
        }
    }

    /// <summary>
    /// The inputs, group by group, each group's in their own order; null where they stand so already, or groups are not equally large.
    /// </summary>
    /// <param name="isEven">Whether all groups have as many inputs.</param>
    public int[]? InputOrder(out bool isEven)
    {
        isEven = true;
        if (order is null)
            return null;
        int[] index = [.. Enumerable.Range(0, (int)columns).Select(input => order.Int(input))];
        isEven = index.GroupBy(one => one).All(members => members.Count() == group);
        int[] sorted = [.. Enumerable.Range(0, (int)columns).OrderBy(input => index[input])]; // stable
        return isEven && sorted.Where((input, i) => input != i).Any() ? sorted : null;
    }

    /// <summary>An order that names groups that are not there.</summary>
    protected string? FindBadOrder()
    {
        for (long input = 0; input < (order?.Count ?? 0); input++)
        {
            if (order!.Int(input) is var index && (index < 0 || index >= groups))
                return $"{orderName} names the group {index} of {groups}";
        }

        return null;
    }
}
