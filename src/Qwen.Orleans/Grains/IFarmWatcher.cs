namespace Qwen.Orleans.Grains;

/// <summary>A silo, for jobs that have to tell it something at once.</summary>
internal interface IFarmWatcher : IGrainObserver
{
    /// <summary>Stops what is worked on for a job; or only begins no more of it.</summary>
    [global::Orleans.Concurrency.OneWay]
    Task StopAsync(string job, bool atOnce);
}
