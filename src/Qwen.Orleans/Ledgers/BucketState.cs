namespace Qwen.Orleans.Ledgers;

/// <summary>What is stored of a bucket; its results lie beside it, in segments that are written once.</summary>
[GenerateSerializer]
internal sealed class BucketState
{
    /// <summary>The job's key.</summary>
    [Id(0)]
    public string Job { get; set; } = "";

    /// <summary>The bucket's place in the job.</summary>
    [Id(1)]
    public long Number { get; set; }

    /// <summary>Place of its first item in the list.</summary>
    [Id(2)]
    public long FirstItem { get; set; }

    /// <summary>What it has to know of the job.</summary>
    [Id(3)]
    public BucketRules Rules { get; set; } = new();

    /// <summary>Its items.</summary>
    [Id(4)]
    public ItemSlot[] Slots { get; set; } = [];

    /// <summary>Segments of results that were written.</summary>
    [Id(5)]
    public int Segments { get; set; }

    /// <summary>Whether it was filled, and every item is done or set aside.</summary>
    public bool IsComplete => Job.Length > 0 && Slots.All(slot => slot.IsFinal);

    /// <summary>The same, apart from what happens to it later.</summary>
    public BucketState Copy() => new()
    {
        Job = Job, Number = Number, FirstItem = FirstItem, Rules = Rules, Slots = [.. Slots], Segments = Segments,
    };
}
