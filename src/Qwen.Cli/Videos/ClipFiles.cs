using System.Globalization;
using Qwen.Cli.Terminal;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Cli.Videos;

/// <summary>Cuts what was found out of videos: into one file, or into NAME-1, NAME-2 and so on.</summary>
/// <param name="console">Told of each file.</param>
/// <param name="path">The file named.</param>
/// <param name="count">How many clips there will be.</param>
internal sealed class ClipFiles(CliConsole console, string path, int count)
{
    private int written;

    /// <summary>Cuts the next clip; times are seconds from the first frame.</summary>
    public async Task CutAsync(OpenVideo video, double start, double end, CancellationToken cancellationToken)
    {
        written++;
        var name = count == 1
            ? path
            : Path.Combine(
                Path.GetDirectoryName(path) ?? "", $"{Path.GetFileNameWithoutExtension(path)}-{written}{Path.GetExtension(path)}");
        var isCopy = await video.CutAsync(start, end, name, cancellationToken);
        console.Note($"Clip: {name}{(isCopy ? await DescribeAsync(name, end - start, cancellationToken) : " (encoded anew)")}");
    }

    // a copy goes from key frame to key frame, as far as the container lets it: how much more that is can only be measured
    private static async Task<string> DescribeAsync(string name, double wanted, CancellationToken cancellationToken)
    {
        const double Noticed = 0.5;
        using var clip = await OpenVideo.OpenAsync(name, cancellationToken: cancellationToken);
        var more = clip.Duration - wanted;
        return more < Noticed
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $" ({clip.Duration:0.0} s, {more:0.0} s more than was found: it is copied, and a copy begins at a key frame)");
    }
}
