using System.Text;
using SkiaSharp;

namespace Qwen.Cli.Evaluation;

/// <summary>
/// Writes frames as an uncompressed AVI file, so that a clip that is stored as a strip of pictures goes the way of any video
/// and yet every pixel arrives as it was drawn. (Layout: RIFF headers <c>avih</c>, <c>strh</c>, <c>BITMAPINFOHEADER</c>, then
/// one bottom-up BGR picture per frame and an index.)
/// </summary>
internal static class UncompressedVideo
{
    private const int HeaderListLength = 4 + (8 + 56) + 12 + (8 + 56) + (8 + 40);

    /// <summary>Cuts a strip into frames, left to right, and writes them.</summary>
    /// <param name="strip">The frames side by side.</param>
    /// <param name="frames">How many frames.</param>
    /// <param name="width">Width of one frame.</param>
    /// <param name="height">Height of a frame.</param>
    /// <param name="fps">Frames a second; three decimals are kept.</param>
    public static byte[] FromStrip(SKBitmap strip, int frames, int width, int height, double fps)
    {
        var stride = (width * 3 + 3) & ~3;
        var frameLength = stride * height;
        var dataLength = 4 + frames * (8 + frameLength);
        var rate = (int)Math.Round(fps * 1000);

        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory, Encoding.ASCII);
        Tag("RIFF", 4 + (8 + HeaderListLength) + (8 + dataLength) + (8 + frames * 16));
        Name("AVI ");

        Tag("LIST", HeaderListLength);
        Name("hdrl");
        // microseconds a frame, bytes a second, padding, flags (has an index), frames, first frame, streams, buffer, size, 4 reserved
        Tag("avih", 56);
        Numbers((int)Math.Round(1e9 / rate), 0, 0, 0x10, frames, 0, 1, frameLength, width, height, 0, 0, 0, 0);
        Tag("LIST", 4 + (8 + 56) + (8 + 40));
        Name("strl");
        // kind, codec, flags, priority and language, first frame, scale, rate, start, length, buffer, quality, sample size, rectangle
        Tag("strh", 56);
        Name("vids");
        Numbers(0, 0, 0, 0, 1000, rate, 0, frames, frameLength, -1, 0, 0, (height << 16) | width);
        // size of this header, width, height (positive: bottom-up), planes and bits, no compression, bytes, resolution, colours
        Tag("strf", 40);
        Numbers(40, width, height, (24 << 16) | 1, 0, frameLength, 0, 0, 0, 0);

        Tag("LIST", dataLength);
        Name("movi");
        for (var frame = 0; frame < frames; frame++)
        {
            Tag("00db", frameLength);
            for (var y = height - 1; y >= 0; y--)
            {
                for (var x = 0; x < width; x++)
                {
                    var colour = strip.GetPixel(frame * width + x, y);
                    writer.Write(colour.Blue);
                    writer.Write(colour.Green);
                    writer.Write(colour.Red);
                }

                for (var padding = width * 3; padding < stride; padding++)
                    writer.Write((byte)0);
            }
        }

        Tag("idx1", frames * 16); // name, flags (key frame), offset from "movi", length
        for (var frame = 0; frame < frames; frame++)
        {
            Name("00db");
            Numbers(0x10, 4 + frame * (8 + frameLength), frameLength);
        }

        writer.Flush();
        return memory.ToArray();

        void Name(string name) => writer.Write(Encoding.ASCII.GetBytes(name));

        void Tag(string name, int length)
        {
            Name(name);
            writer.Write(length);
        }

        void Numbers(params ReadOnlySpan<int> numbers)
        {
            foreach (var number in numbers)
                writer.Write(number);
        }
    }
}
