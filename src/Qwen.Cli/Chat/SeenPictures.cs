using System.Globalization;
using System.Text.RegularExpressions;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Profiles;

namespace Qwen.Cli.Chat;

/// <summary>
/// The pictures of a conversation and the sizes at which the model sees them. It answers in pixels of what it sees; whoever asks has the
/// picture itself.
/// </summary>
/// <param name="model">The model.</param>
internal sealed partial class SeenPictures(QwenModel model)
{
    private readonly List<(string Name, PixelSize Own, PixelSize Seen)> pictures = [];

    /// <summary>Takes note of a picture that is attached.</summary>
    /// <exception cref="QwenException">The model sees no picture of such a size.</exception>
    public void Add(string name, PixelSize own, MediaHints hints)
    {
        // others count in thousandths, or in ways of their own
        if (model.Profile != QwenProfile.Known[0])
            return;
        var options = new ImageOptions { MinPixels = hints.MinPixels, MaxPixels = hints.MaxPixels };
        pictures.Add((name, own, ImagePreparer.ModelSize(own, model.Preprocessor, model.Vision, options)));
    }

    /// <summary>Forgets them.</summary>
    public void Clear() => pictures.Clear();

    /// <summary>What an answer's places are in the caller's own picture; nothing where they are the same or there are none.</summary>
    public IEnumerable<string> Describe(string answer)
    {
        var places = Place().Matches(answer);
        if (places.Count == 0 || pictures.All(picture => picture.Own == picture.Seen))
            return [];
        return pictures is [var only]
            ? places.Select(place => Map(place, only.Own, only.Seen))
                .Prepend($"In pixels of {only.Name} itself, which has {only.Own} and was seen at {only.Seen}:")
            : pictures.Select(picture => $"  {picture.Name}: {picture.Own} pixels, seen at {picture.Seen}")
                .Prepend("Places in the answer are pixels of the pictures as the model saw them:");
    }

    private static string Map(Match place, PixelSize own, PixelSize seen)
    {
        var numbers = Number().Matches(place.Groups["numbers"].Value)
            .Select(number => double.Parse(number.Value, CultureInfo.InvariantCulture)).ToArray();
        var mapped = numbers.Select((value, index) => index % 2 == 0
            ? Math.Clamp(Math.Round(value * own.Width / seen.Width), 0, own.Width)
            : Math.Clamp(Math.Round(value * own.Height / seen.Height), 0, own.Height));
        var label = place.Groups["label"] is { Success: true, Value: var name } ? name + ": " : "";
        return string.Create(CultureInfo.InvariantCulture, $"  {label}{string.Join(", ", mapped)}");
    }

    // as the model was trained to answer, with what is said of the place behind or before it
    [GeneratedRegex(
        @"(?:""label""\s*:\s*""(?<label>[^""]*)""\s*,\s*)?""(?:bbox_2d|point_2d)""\s*:\s*"
        + @"\[(?<numbers>\s*-?[\d.]+(?:\s*,\s*-?[\d.]+){1,3}\s*)\]"
        + @"(?:\s*,\s*""label""\s*:\s*""(?<label>[^""]*)"")?",
        RegexOptions.CultureInvariant)]
    private static partial Regex Place();

    [GeneratedRegex(@"-?\d+(?:\.\d+)?", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
