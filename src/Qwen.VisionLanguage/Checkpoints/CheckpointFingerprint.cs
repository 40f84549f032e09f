using System.IO.Hashing;
using System.Text;
using Qwen.VisionLanguage.Checkpoints.Forms;

namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>A cheap name for a checkpoint's content, under which converted forms are kept.</summary>
internal static class CheckpointFingerprint
{
    private const int SampleBytes = 256;

    /// <summary>128 bits in hexadecimal over the configuration, the headers, the sizes, and the middle of every tensor.</summary>
    public static string Compute(
        string configPath, IEnumerable<SafetensorsFile> files, IReadOnlyDictionary<string, CheckpointTensor> tensors)
    {
        var hash = new XxHash128();
        hash.Append(JsonFile.ReadBytes(configPath));
        foreach (var file in files)
        {
            hash.Append(Encoding.UTF8.GetBytes(Path.GetFileName(file.Path)));
            hash.Append(BitConverter.GetBytes(file.Length));
            var header = new byte[file.HeaderLength];
            file.Copy(8, header);
            hash.Append(header);
        }

        foreach (var name in tensors.Keys.Order(StringComparer.Ordinal))
        {
            foreach (var part in tensors[name].Parts)
                AppendSample(hash, part);
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    /// <summary>The name of two contents together.</summary>
    public static string Combine(string one, string other) =>
        Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes($"{one}+{other}")));

    /// <summary>Takes the middle of a tensor in.</summary>
    public static void AppendSample(XxHash128 hash, StoredPart part)
    {
        var length = (int)Math.Min(SampleBytes, part.Entry.ByteLength);
        Span<byte> sample = stackalloc byte[SampleBytes];
        part.File.Copy(part.Entry.Offset + (part.Entry.ByteLength - length) / 2, sample[..length]);
        hash.Append(sample[..length]);
    }
}
