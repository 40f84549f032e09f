using System.IO.Hashing;
using Qwen.VisionLanguage.Images;

namespace Qwen.VisionLanguage.Runtime.Calibration;

/// <summary>What a model looks at while it is calibrated.</summary>
internal sealed class CalibrationInput
{
    /// <summary>Raised when something else is noted of the same pictures.</summary>
    private const byte Version = 2;

    private const int MostPictures = 128;
    private const int DrawnPictures = 64;

    private static readonly string[] Extensions = [".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif"];

    private readonly IReadOnlyList<string>? files;

    private CalibrationInput(IReadOnlyList<string>? files, string fingerprint) => (this.files, Fingerprint) = (files, fingerprint);

    /// <summary>A name for the pictures' content and order.</summary>
    public string Fingerprint { get; }

    /// <summary>How many pictures there are.</summary>
    public int Count => files?.Count ?? DrawnPictures;

    /// <summary>The pictures of a folder, by name, at most 128; those that are drawn where it is null.</summary>
    /// <exception cref="QwenException">The folder is not there, or holds no pictures.</exception>
    public static CalibrationInput Open(string? folder)
    {
        if (folder is null)
            return new CalibrationInput(null, $"drawn-{Version}");
        if (!Directory.Exists(folder))
            throw new QwenException($"There is no folder '{folder}' to calibrate with: name one that holds pictures.");
        string[] files =
        [
            .. Directory.EnumerateFiles(folder).Where(file => Extensions.Contains(Path.GetExtension(file).ToLowerInvariant()))
                .Order(StringComparer.Ordinal).Take(MostPictures),
        ];
        if (files.Length == 0)
            throw new QwenException($"'{folder}' holds no pictures ({string.Join(", ", Extensions)}) to calibrate with.");
        var hash = new XxHash128();
        hash.Append([Version]);
        foreach (var file in files)
            hash.Append(XxHash128.Hash(File.ReadAllBytes(file)));
        return new CalibrationInput(files, Convert.ToHexStringLower(hash.GetCurrentHash()));
    }

    /// <summary>Decodes every picture once, which costs little beside looking at them.</summary>
    /// <exception cref="QwenException">One of them cannot be read.</exception>
    public void RequireReadable(CancellationToken cancellationToken)
    {
        foreach (var file in files ?? [])
        {
            cancellationToken.ThrowIfCancellationRequested();
            Read(file);
        }
    }

    /// <summary>The pictures, one after the other.</summary>
    /// <exception cref="QwenException">One of them cannot be read.</exception>
    public IEnumerable<RgbImage> Pictures()
    {
        if (files is null)
            return CalibrationPictures.Draw(DrawnPictures);
        return files.Select(Read);
    }

    private static RgbImage Read(string file)
    {
        try
        {
            return ImageDecoder.Decode(File.ReadAllBytes(file));
        }
        catch (Exception error) when (error is QwenException or IOException or UnauthorizedAccessException)
        {
            throw new QwenException($"The model cannot be calibrated with {file}: {error.Message}", error);
        }
    }
}
