namespace Qwen.Orleans.Grains;

/// <summary>All jobs of the cluster. There is one, with the key <see cref="FarmNames.List"/>.</summary>
internal interface IJobListGrain : IGrainWithIntegerKey
{
    /// <summary>Adds a job, or says where it stands now.</summary>
    Task PutAsync(JobListing job);

    /// <summary>Forgets a job.</summary>
    Task RemoveAsync(string id);

    /// <summary>Jobs that have not ended, those to be served first at the beginning.</summary>
    Task<JobListing[]> GetOpenAsync();

    /// <summary>All jobs, the newest first.</summary>
    Task<JobListing[]> GetAllAsync();
}
