using System.IO.Hashing;
using System.Runtime.InteropServices;
using Qwen.VisionLanguage.Images;

namespace Qwen.VisionLanguage.Runtime;

/// <summary>Names one temporal slice by what the encoder sees of it: two frames with equal keys have equal features.</summary>
internal static class SliceKey
{
    /// <summary>Hash of both frames' pixels and size.</summary>
    public static UInt128 Of(PreparedVision vision, int slice)
    {
        var hash = new XxHash128();
        Span<int> size = [vision.ModelSize.Width, vision.ModelSize.Height];
        hash.Append(MemoryMarshal.AsBytes(size));
        var (first, second) = Frames(vision, slice);
        hash.Append(first.Pixels);
        if (!ReferenceEquals(first, second))
            hash.Append(second.Pixels);
        return hash.GetCurrentHashAsUInt128();
    }

    /// <summary>The two frames of a slice; a picture is both at once.</summary>
    public static (RgbImage First, RgbImage Second) Frames(PreparedVision vision, int slice)
        => vision.IsVideo ? (vision.Frames[2 * slice], vision.Frames[2 * slice + 1]) : (vision.Frames[0], vision.Frames[0]);
}
