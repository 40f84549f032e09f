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
        console.Note($"Clip: {name}{(isCopy ? "" : " (encoded anew)")}");
    }
}
