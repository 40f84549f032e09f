namespace Qwen.Orleans.Grains;

/// <summary>What is stored of the list of jobs.</summary>
[GenerateSerializer]
internal sealed class JobListState
{
    /// <summary>The jobs.</summary>
    [Id(0)]
    public Dictionary<string, JobListing> Jobs { get; set; } = [];
}
