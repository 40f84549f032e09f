namespace Qwen.Orleans.Grains;

/// <summary>Names that the grains and the hosts of a cluster have to agree on.</summary>
internal static class FarmNames
{
    /// <summary>The storage that jobs lie in.</summary>
    public const string Storage = "qwen";

    /// <summary>Key of the one list of jobs.</summary>
    public const int List = 0;

    /// <summary>Key of a bucket.</summary>
    public static string Bucket(string job, long number) => $"{job}/{number}";
}
