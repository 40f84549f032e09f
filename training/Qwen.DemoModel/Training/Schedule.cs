namespace Qwen.DemoModel.Training;

/// <summary>Warm-up, stable, decay, by the hours that were trained: the rate is the same whatever the machine's speed.</summary>
/// <param name="Hours">Length of the run.</param>
/// <param name="Rate">The stable rate.</param>
/// <param name="WarmUpHours">Linear rise.</param>
/// <param name="DecayShare">Share of the run, at its end, in which the rate falls linearly to a fiftieth.</param>
internal sealed record Schedule(double Hours, double Rate, double WarmUpHours, double DecayShare)
{
    private const double Floor = 0.02;

    /// <summary>The rate after some hours.</summary>
    public double At(double hours)
    {
        var done = hours / Hours;
        var falling = done < 1 - DecayShare ? 1 : Math.Max(Floor, (1 - done) / DecayShare);
        return Rate * Math.Min(1, (hours + 1e-4) / Math.Max(WarmUpHours, 1e-4)) * falling;
    }
}
