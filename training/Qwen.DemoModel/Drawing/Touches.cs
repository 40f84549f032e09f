namespace Qwen.DemoModel.Drawing;

/// <summary>Small changes that leave the truth as it is.</summary>
internal static class Touches
{
    /// <summary>How strong the noise is: none in seven of ten pictures.</summary>
    public static double Noise(Dice dice) => dice.Chance(0.3) ? dice.Real(1, 7) : 0;

    /// <summary>Brightness and contrast, in half of the pictures.</summary>
    public static void Light(Dice dice, byte[] rgb)
    {
        if (dice.Chance(0.45))
            return;
        var (gain, lift) = (dice.Real(0.85, 1.12), dice.Real(-14, 14));
        Map(rgb, value => gain * value + lift);
    }

    /// <summary>Inversion and exchanged channels: reading does not depend on colour.</summary>
    public static void Recolour(Dice dice, byte[] rgb)
    {
        if (dice.Chance(0.3))
            Map(rgb, value => 255 - value);
        if (!dice.Chance(0.5))
            return;
        var order = dice.Some([0, 1, 2], 3);
        for (var i = 0; i < rgb.Length; i += 3)
        {
            var (a, b, c) = (rgb[i + order[0]], rgb[i + order[1]], rgb[i + order[2]]);
            (rgb[i], rgb[i + 1], rgb[i + 2]) = (a, b, c);
        }
    }

    private static void Map(byte[] rgb, Func<float, float> change)
    {
        Span<byte> table = stackalloc byte[256];
        for (var value = 0; value < 256; value++)
            table[value] = (byte)Math.Clamp(change(value), 0, 255);
        for (var i = 0; i < rgb.Length; i++)
            rgb[i] = table[rgb[i]];
    }
}
