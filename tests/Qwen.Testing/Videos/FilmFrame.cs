using Qwen.VisionLanguage.Images;

namespace Qwen.Testing;

/// <summary>A frame of a drawn film: two rows of cells, white for 1, lowest bit first. They survive any resize and coding.</summary>
/// <param name="Seconds">When it is shown.</param>
/// <param name="Number">Its number, 16 bits: the upper row.</param>
/// <param name="Event">What happens in it, 16 bits, 0 for nothing: the lower row.</param>
public readonly record struct FilmFrame(double Seconds, int Number, int Event)
{
    public const int Width = 64, Height = 36;
    private const int Bits = 16;

    /// <summary>Draws it in grey. // [height, width]</summary>
    public void Draw(Span<byte> pixels)
    {
        for (var y = 0; y < Height; y++)
        {
            var value = y < Height / 2 ? Number : Event;
            for (var x = 0; x < Width; x++)
                pixels[y * Width + x] = (byte)((value >> (x * Bits / Width) & 1) == 1 ? 220 : 30);
        }
    }

    /// <summary>The number that a frame at any size shows.</summary>
    public static int ReadNumber(RgbImage picture) => Read(picture, 0.25);

    /// <summary>The event that a frame at any size shows.</summary>
    public static int ReadEvent(RgbImage picture) => Read(picture, 0.75);

    private static int Read(RgbImage picture, double row)
    {
        var value = 0;
        for (var bit = 0; bit < Bits; bit++)
        {
            var x = (int)((bit + 0.5) * picture.Width / Bits);
            if (picture.Pixels[((int)(row * picture.Height) * picture.Width + x) * 3 + 1] > 125)
                value |= 1 << bit;
        }

        return value;
    }
}
