using System.Globalization;
using System.Text;
using Microsoft.Extensions.AI;
using Qwen.VisionLanguage;

namespace Qwen.Orleans.Silo;

/// <summary>
/// Does what the item's file says: <c>wait SECONDS</c>, <c>crash</c> (ends the process), <c>hang</c> (never comes back), <c>wrong</c>.
/// </summary>
internal sealed class RecordedTask(Witness witness, double factor, string? scratch) : IFarmTask
{
    public async Task<FarmTaskResult> RunAsync(FarmWork work, CancellationToken cancellationToken)
    {
        var name = Path.GetFileNameWithoutExtension(work.Item.File) + (work.Item.Page is { } page ? $"#{page}" : "");
        var words = Encoding.UTF8.GetString(work.File.Bytes.Span).Split(' ', StringSplitOptions.TrimEntries);
        witness.Note($"begin {name}");
        try
        {
            if (scratch is not null)
                await WriteScratchAsync(cancellationToken);
            switch (words[0])
            {
                case "crash":
                    Environment.FailFast("The item ends the process.");
                    break;
                case "hang":
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                    break;
                case "wrong":
                    throw new QwenException("It is no picture.");
            }

            var seconds = factor * double.Parse(words[1], CultureInfo.InvariantCulture);
            var answer = await work.Client.GetResponseAsync("read", new ChatOptions { Temperature = (float)seconds }, cancellationToken);
            witness.Note($"end {name}");
            return new FarmTaskResult { Value = $$"""{"name":"{{name}}","text":"{{answer.Text}}"}""" };
        }
        catch (OperationCanceledException)
        {
            witness.Note($"cancelled {name}");
            throw;
        }
    }

    // as poppler and ffmpeg do, on a disk that may be full
    private async Task WriteScratchAsync(CancellationToken cancellationToken)
    {
        var file = Path.Combine(scratch!, Guid.NewGuid().ToString("n"));
        try
        {
            await File.WriteAllBytesAsync(file, new byte[1 << 20], cancellationToken);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
