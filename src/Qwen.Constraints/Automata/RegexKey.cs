namespace Qwen.Constraints.Automata;

/// <summary>What makes one language of a <see cref="RegexArena"/> another: equal parts are one object there.</summary>
internal readonly record struct RegexKey(
    RegexKind Kind,
    RegexNode? First = null,
    RegexNode? Second = null,
    RegexNode[]? Parts = null,
    object? Payload = null,
    int Min = 0,
    int Max = 0)
{
    public bool Equals(RegexKey other) =>
        Kind == other.Kind && First == other.First && Second == other.Second && Min == other.Min && Max == other.Max
        && Equals(Payload, other.Payload) && Parts.AsSpan().SequenceEqual(other.Parts);

    // seeded by chance for each process: who writes patterns may know the numbers, and must not make them meet
    public override int GetHashCode()
    {
        var own = HashCode.Combine((int)Kind, Min, Max, First?.Id, Second?.Id, Payload);
        if (Parts is null)
            return own;
        var code = default(HashCode);
        code.Add(own);
        foreach (var part in Parts)
            code.Add(part.Id);
        return code.ToHashCode();
    }
}
