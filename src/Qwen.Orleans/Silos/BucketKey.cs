namespace Qwen.Orleans.Silos;

/// <summary>A bucket of a job.</summary>
internal readonly record struct BucketKey(string Job, long Number);
