namespace Qwen.Orleans.Silos;

/// <summary>How long items took of late, so that newer ones count for more.</summary>
internal sealed class Pacer
{
    private const double Newest = 0.2;

    /// <summary>Seconds; null where nothing was done yet.</summary>
    public double? Seconds { get; private set; }

    /// <summary>Notes one.</summary>
    public void Note(double seconds) => Seconds = Seconds is { } known ? known + Newest * (seconds - known) : seconds;
}
