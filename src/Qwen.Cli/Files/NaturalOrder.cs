namespace Qwen.Cli.Files;

/// <summary>The order of names in which <c>page-2</c> comes before <c>page-10</c>.</summary>
internal static class NaturalOrder
{
    /// <summary>Compares two names.</summary>
    public static int Compare(string first, string second)
    {
        var (i, j) = (0, 0);
        while (i < first.Length && j < second.Length)
        {
            if (char.IsAsciiDigit(first[i]) && char.IsAsciiDigit(second[j]))
            {
                var (one, other) = (Number(first, ref i), Number(second, ref j));
                var order = one.Length != other.Length ? one.Length.CompareTo(other.Length) : string.CompareOrdinal(one, other);
                if (order != 0)
                    return order;
                continue;
            }

            var (a, b) = (char.ToUpperInvariant(first[i++]), char.ToUpperInvariant(second[j++]));
            if (a != b)
                return a.CompareTo(b);
        }

        var rest = (first.Length - i).CompareTo(second.Length - j);
        return rest != 0 ? rest : string.CompareOrdinal(first, second);
    }

    // without zeros before it, so that the longer one is the larger
    private static string Number(string name, ref int at)
    {
        var start = at;
        while (at < name.Length && char.IsAsciiDigit(name[at]))
            at++;
        return name[start..at].TrimStart('0');
    }
}
