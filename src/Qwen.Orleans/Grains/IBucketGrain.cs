using Qwen.Orleans.Ledgers;

namespace Qwen.Orleans.Grains;

/// <summary>Some items of a job that are given out and stored together. Its key is <see cref="FarmNames.Bucket"/>.</summary>
internal interface IBucketGrain : IGrainWithStringKey
{
    /// <summary>Gives it its items. Done again, what was before is forgotten: nobody knew of it.</summary>
    Task FillAsync(BucketFilling filling);

    /// <summary>Takes reports and gives items out; both are stored when it returns.</summary>
    Task<ExchangeReply> ExchangeAsync(ExchangeRequest request);

    /// <summary>Says that a silo lives and works on items.</summary>
    /// <returns>Those that it need not go on with.</returns>
    Task<int[]> RenewAsync(string holder, int[] running);

    /// <summary>How far it is.</summary>
    Task<BucketSummary> GetSummaryAsync();

    /// <summary>Some results, from a segment on.</summary>
    Task<ResultPage> ReadResultsAsync(int fromSegment);

    /// <summary>Removes everything.</summary>
    Task ClearAsync();
}
