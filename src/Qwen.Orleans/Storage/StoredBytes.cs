namespace Qwen.Orleans.Storage;

/// <summary>What lies in the storage: bytes that the farm wrote, so that it does not matter how a storage would write objects.</summary>
[GenerateSerializer]
internal sealed class StoredBytes
{
    /// <summary>The record.</summary>
    [Id(0)]
    public byte[] Bytes { get; set; } = [];
}
