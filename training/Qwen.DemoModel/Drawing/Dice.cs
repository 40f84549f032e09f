namespace Qwen.DemoModel.Drawing;

/// <summary>Seeded chance, and whether what it decides is for training or held out. Serves one picture.</summary>
/// <param name="seed">Equal seeds give equal pictures and questions.</param>
/// <param name="heldOut">Whether fonts, words, shades and sizes are those that training never sees.</param>
internal sealed class Dice(int seed, bool heldOut)
{
    private readonly Random random = new(seed);

    /// <summary>Whether held-out material is drawn.</summary>
    public bool HeldOut => heldOut;

    /// <summary>True with a probability.</summary>
    public bool Chance(double probability) => random.NextDouble() < probability;

    /// <summary>A whole number, both ends possible.</summary>
    public int Between(int low, int high) => random.Next(low, high + 1);

    /// <summary>A real number.</summary>
    public float Real(double low, double high) => (float)(low + random.NextDouble() * (high - low));

    /// <summary>One of several, equally likely.</summary>
    public T Pick<T>(IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    /// <summary>One of several by weight.</summary>
    public T Weighted<T>(params ReadOnlySpan<(double Weight, T Choice)> choices)
    {
        var total = 0.0;
        foreach (var (weight, _) in choices)
            total += weight;
        var left = random.NextDouble() * total;
        foreach (var (weight, choice) in choices)
        {
            left -= weight;
            if (left < 0)
                return choice;
        }

        return choices[^1].Choice;
    }

    /// <summary>Several different ones, in chance order.</summary>
    public List<T> Some<T>(IReadOnlyList<T> choices, int count)
    {
        var shuffled = choices.ToArray();
        random.Shuffle(shuffled);
        return [.. shuffled.Take(count)];
    }

    /// <summary>A number of a normal distribution.</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>A seed for something else.</summary>
    public int Seed() => random.Next();
}
