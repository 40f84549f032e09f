using System.Diagnostics;

namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>Bytes over all files of a download, reported ten times a second at most.</summary>
internal sealed class HubProgress(IProgress<QwenProgress>? target, IReadOnlyList<HubFile> files)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    // 0 means unknown
    private readonly long total = files.All(file => file.Size is not null) ? files.Sum(file => file.Size!.Value) : 0;
    private long finished;
    private long last;

    /// <summary>The current file has this many bytes.</summary>
    public void Report(HubFile file, long length)
    {
        if (last != 0 && Stopwatch.GetElapsedTime(last) < Interval)
            return;
        last = Stopwatch.GetTimestamp();
        Send(file, length);
    }

    /// <summary>The current file is complete.</summary>
    public void Finish(HubFile file, long length)
    {
        Send(file, length);
        finished += length;
    }

    /// <summary>The next file was there already.</summary>
    public void Skip(long length) => finished += length;

    private void Send(HubFile file, long length) => target?.Report(new QwenProgress($"Downloading {file.Name}", finished + length, total));
}
