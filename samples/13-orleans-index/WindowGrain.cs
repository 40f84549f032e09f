using Qwen.Videos;

namespace Qwen.Samples;

/// <summary>Looks at its window with the model of the silo that it happens to live on.</summary>
internal sealed class WindowGrain(ShapeWorker worker, ILocalSiloDetails silo) : Grain, IWindowGrain
{
    private VideoWindowResult? result;

    /// <inheritdoc/>
    public async Task<VideoWindowResult> LookAsync(VideoWindow window, CancellationToken cancellationToken)
    {
        // an answer that was lost on its way is there already when it is asked for again
        if (result is null)
        {
            result = await worker.RunAsync(window, cancellationToken);
            Console.WriteLine($"[silo {silo.SiloAddress.Endpoint.Port}: {window.Start:0}-{window.End:0} s]");
        }

        return result;
    }
}
