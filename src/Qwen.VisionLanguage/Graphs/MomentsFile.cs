using System.Runtime.InteropServices;
using System.Text;

namespace Qwen.VisionLanguage.Graphs;

/// <summary>
/// Keeps what calibration saw beside the converted files: every device's files of a form are made with it, whenever that is.
/// </summary>
internal static class MomentsFile
{
    public const string Name = "moments.bin";

    private const int LongestName = 1000;

    /// <summary>Writes all moments, those that several matrices share once.</summary>
    public static void Write(DecoderMoments moments, Stream output)
    {
        using var writer = new BinaryWriter(output, Encoding.UTF8, leaveOpen: true);
        foreach (var shared in moments.Names.GroupBy(name => moments.Find(name)!))
        {
            writer.Write(string.Join('\n', shared));
            writer.Write(shared.Key.Inputs);
            writer.Write(MemoryMarshal.AsBytes(shared.Key.Sums));
        }
    }

    /// <summary>
    /// Finds what <see cref="Write"/> wrote, and reads each matrix's when it is asked for: of a large model it is as much as a tenth of its
    /// weights. Null where the form was not calibrated.
    /// </summary>
    /// <exception cref="QwenException">The file is damaged.</exception>
    public static DecoderMoments? Read(string folder, ConversionManifest manifest)
    {
        if (!manifest.Files.TryGetValue(Name, out var expected))
            return null;
        var path = Path.Combine(folder, Name);
        if (ConversionCheck.Difference(path, expected, sampled: false, CancellationToken.None) is { } difference)
        {
            throw new QwenException(
                $"{path} {difference}. It holds what the model was calibrated with: calibrate again (qwenvl convert --calibrate), "
                + "or delete the folder.");
        }

        var moments = new DecoderMoments();
        using var file = File.OpenRead(path);
        using var reader = new BinaryReader(file, Encoding.UTF8);
        while (file.Position < file.Length)
        {
            var names = reader.ReadString().Split('\n', LongestName);
            var (inputs, position) = (reader.ReadInt32(), file.Position);
            var read = () => ReadAt(path, position, inputs);
            foreach (var name in names)
                moments.Add(name, read);
            file.Position = position + sizeof(float) * (long)InputMoments.Length(inputs);
        }

        return moments;
    }

    private static InputMoments ReadAt(string path, long position, int inputs)
    {
        var moments = new InputMoments(inputs);
        using var file = File.OpenRead(path);
        file.Position = position;
        file.ReadExactly(MemoryMarshal.AsBytes(moments.Sums));
        return moments;
    }
}
