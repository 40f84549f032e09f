namespace Qwen.Perception.Parsing.Counts;

/// <summary>Puts a number together of its words, from left to right.</summary>
internal sealed class SpokenNumber(int first, SpokenLanguage language)
{
    private const int Most = 1_000_000_000;

    private long thousands = first >= 1000 ? first : 0;
    private long current = first >= 1000 ? 0 : first;
    private int lastAdded = first;

    /// <summary>The number so far.</summary>
    public int Value => (int)(thousands + current);

    /// <summary>Takes a further word in; false where it starts another number.</summary>
    /// <param name="value">What the word stands for.</param>
    /// <param name="joined">Whether an "and" stands before it.</param>
    /// <param name="dozen">Whether the word is a dozen, not twelve.</param>
    public bool TryAdd(int value, bool joined, bool dozen)
    {
        var next = dozen ? (joined || current is < 1 or > 1000 ? null : current * value) : Combine(value, joined);
        if (next is not { } sum || thousands + sum > Most)
            return false;
        current = sum;
        lastAdded = value;
        if (value >= 1000)
            (thousands, current) = (thousands + current, 0);
        return true;
    }

    private long? Combine(int value, bool joined)
    {
        if (value == 0)
            return null;
        if (!joined && value is 100 && current is > 0 and < 100)
            return current * 100;
        if (!joined && value >= 1000)
            return current is > 0 and < 1000 ? current * value : null;
        if (value < 0)
            return !joined && current % 100 is > 1 and < 10 ? current - value : null;
        if (language.CountsTens && !joined && value == 10 && current % 100 is > 1 and < 10)
            return current + (9 * (current % 100));
        if (language.CountsTens && !joined && current % 100 == 10 && value < 10)
            return current + value;
        if (language.UnitsFirst && current % 100 is > 0 and < 10 && value is >= 20 and < 100 && value % 10 == 0 && joined)
            return current + value;
        if (language.UnitsFirst && !joined && value == 10 && current % 100 is > 0 and < 10)
            return current + 10;
        if (language.CountsByTwenty && !joined && value == 20 && current % 100 == 4)
            return current + 76;
        if (language.CountsByTwenty && lastAdded is 60 or 20 && current % 100 is 60 or 80 && value is > 9 and < 20)
            return current + value;

        if (language.CountsByTwenty && !joined && current % 100 == 10 && value is > 6 and < 10)
            return current + value;

        // what is added is smaller than the last place that is filled
        long place = current == 0 ? 1000 : current % 100 == 0 ? 100 : current % 10 == 0 && current % 100 >= 20 ? 10 : 1;
        return value < place ? current + value : null;
    }
}
