using Orleans.Concurrency;
using Qwen.Orleans.Storage;

namespace Qwen.Orleans.Grains;

/// <summary>Keeps the list of jobs: those that go on, and some that ended.</summary>
[Reentrant]
internal sealed class JobListGrain(FarmStore store) : Grain, IJobListGrain
{
    private const int EndedKept = 500;

    private DurableRecord<JobListState> record = null!;
    private Dictionary<string, JobListing> jobs = [];
    private JobListing[] open = [];
    private GroupCommit commit = null!;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        record = store.Open<JobListState>(this.GetGrainId(), "jobs");
        await record.ReadAsync();
        jobs = new(record.Value.Jobs);
        commit = new GroupCommit(() => record.WriteAsync(new JobListState { Jobs = new(jobs) }), DeactivateOnIdle);
        Order();
    }

    /// <inheritdoc/>
    public Task PutAsync(JobListing job)
    {
        if (jobs.TryGetValue(job.Id, out var known) && known == job)
            return Task.CompletedTask;
        jobs[job.Id] = job;
        foreach (var old in jobs.Values.Where(one => !IsOpen(one)).OrderByDescending(one => one.Created).Skip(EndedKept).ToList())
            jobs.Remove(old.Id);
        Order();
        return commit.StoreAsync();
    }

    /// <inheritdoc/>
    public Task RemoveAsync(string id)
    {
        if (!jobs.Remove(id))
            return Task.CompletedTask;
        Order();
        return commit.StoreAsync();
    }

    /// <inheritdoc/>
    public Task<JobListing[]> GetOpenAsync() => Task.FromResult(open);

    /// <inheritdoc/>
    public Task<JobListing[]> GetAllAsync() => Task.FromResult<JobListing[]>([.. jobs.Values.OrderByDescending(job => job.Created)]);

    private static bool IsOpen(JobListing job) => job.Status is JobStatus.Running or JobStatus.Paused;

    private void Order() => open =
    [
        .. jobs.Values.Where(IsOpen)
            .OrderByDescending(job => job.Priority)
            .ThenBy(job => job.Deadline ?? DateTimeOffset.MaxValue)
            .ThenBy(job => job.Created),
    ];
}
