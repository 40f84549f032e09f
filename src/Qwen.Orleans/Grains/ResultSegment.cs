namespace Qwen.Orleans.Grains;

/// <summary>Results that were stored together.</summary>
[GenerateSerializer]
internal sealed class ResultSegment
{
    /// <summary>The results.</summary>
    [Id(0)]
    public JobResult[] Results { get; set; } = [];
}
