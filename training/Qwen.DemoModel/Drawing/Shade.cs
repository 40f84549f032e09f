using SkiaSharp;

namespace Qwen.DemoModel.Drawing;

/// <summary>The named colours of scenes. The number is the index plus one; 0 is none.</summary>
internal static class Shade
{
    /// <summary>Names.</summary>
    public static readonly string[] Names = ["red", "green", "blue", "yellow", "orange", "purple", "black", "white"];

    private static readonly SKColor[] Colours =
    [
        new(215, 35, 35), new(35, 155, 55), new(40, 70, 215), new(242, 218, 45), new(245, 135, 25), new(135, 45, 170), new(22, 22, 24),
        new(248, 248, 248),
    ];

    /// <summary>Colours with none.</summary>
    public static int Count => Names.Length + 1;

    /// <summary>The middle of a named colour.</summary>
    public static SKColor Of(string name) => Colours[Array.IndexOf(Names, name)];

    /// <summary>A shade of a colour near another; one in eight shades is never trained.</summary>
    public static SKColor Near(Dice dice, SKColor colour, int spread)
    {
        while (true)
        {
            var shade = new SKColor(Channel(colour.Red), Channel(colour.Green), Channel(colour.Blue));
            if (((shade.Red ^ shade.Green ^ shade.Blue) & 7) == 5 == dice.HeldOut)
                return shade;
        }

        byte Channel(byte value) => (byte)Math.Clamp(value + dice.Between(-spread - 4, spread + 4), 0, 255);
    }

    /// <summary>Distance of two colours.</summary>
    public static double Distance(SKColor a, SKColor b)
        => Math.Sqrt(Math.Pow(a.Red - b.Red, 2) + Math.Pow(a.Green - b.Green, 2) + Math.Pow(a.Blue - b.Blue, 2));

    /// <summary>Brightness, 0 to 255.</summary>
    public static double Brightness(SKColor c) => 0.3 * c.Red + 0.59 * c.Green + 0.11 * c.Blue;

    /// <summary>Any colour between two levels.</summary>
    public static SKColor Any(Dice dice, int low, int high)
        => new((byte)dice.Between(low, high), (byte)dice.Between(low, high), (byte)dice.Between(low, high));

    /// <summary>Paper and ink that can be told apart.</summary>
    public static (SKColor Paper, SKColor Ink) Pair(Dice dice)
    {
        while (true)
        {
            var (paper, ink) = dice.Chance(0.65)
                ? (Near(dice, new SKColor(240, 240, 238), 12), Any(dice, 0, 90))
                : (Any(dice, 0, 255), Any(dice, 0, 255));
            if (Math.Abs(Brightness(paper) - Brightness(ink)) > 95)
                return (paper, ink);
        }
    }
}
