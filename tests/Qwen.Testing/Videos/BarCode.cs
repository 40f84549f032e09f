using Qwen.VisionLanguage.Images;

namespace Qwen.Testing;

/// <summary>Reads the frame number that every golden frame shows: twelve cells in the top third, white for 1, lowest bit first.</summary>
public static class BarCode
{
    /// <summary>The number.</summary>
    /// <param name="frame">The upright frame at any size.</param>
    /// <param name="storedWidth">Width of the frame as stored.</param>
    /// <param name="rotation">Degrees anticlockwise by which the file asks to turn it.</param>
    public static int Read(RgbImage frame, int storedWidth, int rotation)
    {
        var cell = storedWidth / 14;
        var number = 0;
        for (var bit = 0; bit < 12; bit++)
        {
            double u = (cell + bit * cell + (cell - 2) / 2.0) / storedWidth, v = 1 / 6.0;
            var (x, y) = (((rotation % 360) + 360) % 360) switch
            {
                90 => (v, 1 - u),
                180 => (1 - u, 1 - v),
                270 => (1 - v, u),
                _ => (u, v),
            };
            var pixel = ((int)(y * frame.Height) * frame.Width + (int)(x * frame.Width)) * 3;
            if (frame.Pixels[pixel + 1] > 128)
                number |= 1 << bit;
        }

        return number;
    }
}
