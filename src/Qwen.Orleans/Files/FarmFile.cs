namespace Qwen.Orleans;

/// <summary>A file as it reached a silo.</summary>
public sealed record FarmFile
{
    /// <summary>Its bytes; empty for a film that is read from <see cref="Path"/>.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>The file on this machine, free of links; null where it came over the network or from another silo.</summary>
    public string? Path { get; init; }

    /// <summary>SHA-256 of the whole file, in hexadecimal digits.</summary>
    public required string Hash { get; init; }
}
