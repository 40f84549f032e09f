using Qwen.VisionLanguage.Images;

namespace Qwen.VisionLanguage.Runtime.Calibration;

/// <summary>Pictures of coloured shapes and words, drawn here: what a model is calibrated on when the user names no pictures.</summary>
internal static class CalibrationPictures
{
    private const int Letters = 26;
    private const int LetterWidth = 5;
    private const int LetterHeight = 7;

    private static readonly (byte R, byte G, byte B)[] Colours =
    [
        (220, 40, 40), (40, 150, 60), (40, 80, 210), (240, 200, 40), (240, 130, 30), (140, 60, 170), (20, 20, 20), (250, 250, 250),
    ];

    // A to Z, seven rows of five points each, the highest bit on the left
    private static ReadOnlySpan<byte> Font =>
    [
        14, 17, 17, 31, 17, 17, 17, 30, 17, 17, 30, 17, 17, 30, 14, 17, 16, 16, 16, 17, 14, 30, 17, 17, 17, 17, 17, 30,
        31, 16, 16, 30, 16, 16, 31, 31, 16, 16, 30, 16, 16, 16, 14, 17, 16, 23, 17, 17, 15, 17, 17, 17, 31, 17, 17, 17,
        14, 4, 4, 4, 4, 4, 14, 7, 2, 2, 2, 2, 18, 12, 17, 18, 20, 24, 20, 18, 17, 16, 16, 16, 16, 16, 16, 31,
        17, 27, 21, 21, 17, 17, 17, 17, 25, 21, 21, 19, 17, 17, 14, 17, 17, 17, 17, 17, 14, 30, 17, 17, 30, 16, 16, 16,
        14, 17, 17, 17, 21, 18, 13, 30, 17, 17, 30, 20, 18, 17, 15, 16, 16, 14, 1, 1, 30, 31, 4, 4, 4, 4, 4, 4,
        17, 17, 17, 17, 17, 17, 14, 17, 17, 17, 17, 17, 10, 4, 17, 17, 17, 21, 21, 27, 17, 17, 17, 10, 4, 10, 17, 17,
        17, 17, 10, 4, 4, 4, 4, 31, 1, 2, 4, 8, 16, 31,
    ];

    /// <summary>Draws so many pictures; the same ones every time.</summary>
    public static IEnumerable<RgbImage> Draw(int count)
    {
        var random = new Random(20261129);
        for (var n = 0; n < count; n++)
        {
            var (width, height) = (28 * random.Next(4, 9), 28 * random.Next(4, 9));
            var canvas = new Canvas(width, height, (byte)random.Next(200, 256));
            for (var shapes = n % 3 == 2 ? 0 : random.Next(2, 6); shapes > 0; shapes--)
                Shape(canvas, random);
            for (var words = n % 3 == 0 ? 0 : random.Next(1, 5); words > 0; words--)
                Word(canvas, random);
            yield return new RgbImage(width, height, canvas.Pixels);
        }
    }

    private static void Shape(Canvas canvas, Random random)
    {
        var (kind, colour, radius) = (random.Next(4), Colours[random.Next(Colours.Length)], random.Next(9, 26));
        var (x, y) = (random.Next(radius, canvas.Width - radius), random.Next(radius, canvas.Height - radius));
        for (var dy = -radius; dy <= radius; dy++)
        {
            for (var dx = -radius; dx <= radius; dx++)
            {
                var inside = kind switch
                {
                    0 => dx * dx + dy * dy <= radius * radius,
                    1 => true,
                    2 => Math.Abs(dx) * 2 <= dy + radius,
                    _ => Math.Abs(dx) + Math.Abs(dy) <= radius,
                };
                if (inside)
                    canvas.Set(x + dx, y + dy, colour);
            }
        }
    }

    private static void Word(Canvas canvas, Random random)
    {
        var (size, length, colour) = (random.Next(1, 4), random.Next(2, 8), Colours[random.Next(7)]);
        var (x, y) = (random.Next(2, canvas.Width / 2), random.Next(2, canvas.Height - LetterHeight * size));
        for (var n = 0; n < length; n++, x += (LetterWidth + 1) * size)
        {
            var letter = random.Next(Letters);
            for (var row = 0; row < LetterHeight * size; row++)
            {
                var points = Font[letter * LetterHeight + row / size];
                for (var column = 0; column < LetterWidth * size; column++)
                {
                    if ((points >> (LetterWidth - 1 - column / size) & 1) == 1)
                        canvas.Set(x + column, y + row, colour);
                }
            }
        }
    }

    private sealed class Canvas
    {
        public Canvas(int width, int height, byte shade)
        {
            (Width, Height, Pixels) = (width, height, new byte[width * height * 3]);
            Array.Fill(Pixels, shade);
        }

        public int Width { get; }

        public int Height { get; }

        public byte[] Pixels { get; }

        public void Set(int x, int y, (byte R, byte G, byte B) colour)
        {
            if (x < 0 || y < 0 || x >= Width || y >= Height)
                return;
            var at = (y * Width + x) * 3;
            (Pixels[at], Pixels[at + 1], Pixels[at + 2]) = colour;
        }
    }
}
