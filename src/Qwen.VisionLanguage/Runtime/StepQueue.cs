using System.Diagnostics;

namespace Qwen.VisionLanguage.Runtime;

/// <summary>
/// Brings steps of several sequences together, so that they share a run: whoever comes first runs all that wait, the others find
/// their step done. Steps of an answer go first, with at most one chunk of a prompt beside them.
/// </summary>
/// <param name="decoder">What runs.</param>
/// <param name="device">Where a decoder waits that takes one step at a time.</param>
internal sealed class StepQueue(Decoder decoder, DeviceQueue device)
{
    /// <summary>Part of a step's time for which the next one waits for sequences that were in the last.</summary>
    private const double Patience = 0.1;

    private readonly Lock gate = new();
    private readonly List<Waiting> waiting = [];
    private readonly HashSet<KeyValueCache> expected = []; // were in the last run and have not come back
    private TaskCompletionSource? complete; // of whoever waits for them
    private bool running;
    private TimeSpan lastRun;

    /// <summary>Runs a step, alone or with others'.</summary>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled before the step ran or, if it ran alone, within
    /// it.</exception>
    public async ValueTask RunAsync(DecoderJob job)
    {
        if (!decoder.SharesRuns)
        {
            await device.RunAsync(
                () => decoder.Run(job.Cache, job.Step, job.Logits, job.CancellationToken), job.CancellationToken).ConfigureAwait(false);
            return;
        }

        job.CancellationToken.ThrowIfCancellationRequested();
        var mine = new Waiting(job);
        bool leads;
        lock (gate)
        {
            waiting.Add(mine);
            Arrive(job.Cache);
            leads = !running;
            running = true;
        }

        // false: done by somebody else; true: lead the next run
        if (!leads)
        {
            using (job.CancellationToken.Register(() => Withdraw(mine)))
                leads = await mine.Outcome.Task.ConfigureAwait(false);
        }

        if (leads)
            await LeadAsync(mine).ConfigureAwait(false);
    }

    /// <summary>A sequence ended: nobody waits for it.</summary>
    public void Leave(KeyValueCache cache)
    {
        lock (gate)
            Arrive(cache);
    }

    private void Arrive(KeyValueCache cache)
    {
        expected.Remove(cache);
        if (expected.Count == 0)
            complete?.TrySetResult();
    }

    private void Withdraw(Waiting step)
    {
        lock (gate)
        {
            // one that runs or leads goes on: its memory is in use
            if (waiting.Contains(step) && step.Outcome.TrySetCanceled(step.Job.CancellationToken))
                waiting.Remove(step);
        }
    }

    private async ValueTask LeadAsync(Waiting mine)
    {
        List<Waiting> taken = [];
        try
        {
            await AwaitOthersAsync().ConfigureAwait(false);
            mine.Job.CancellationToken.ThrowIfCancellationRequested();
            taken = Take(mine);
            var start = Stopwatch.GetTimestamp();
            decoder.Run([.. taken.Select(step => step.Job)]);
            lastRun = Stopwatch.GetElapsedTime(start);
        }
        catch (Exception error)
        {
            Finish(mine, taken, error);
            throw;
        }

        Finish(mine, taken, null);
    }

    /// <summary>Gives those who were in the last run a moment to come back.</summary>
    private async ValueTask AwaitOthersAsync()
    {
        TaskCompletionSource arrived;
        lock (gate)
        {
            if (expected.Count == 0)
                return;
            complete = arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        using var stop = new CancellationTokenSource();
        await Task.WhenAny(arrived.Task, Task.Delay(lastRun * Patience, stop.Token)).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
    }

    private List<Waiting> Take(Waiting mine)
    {
        lock (gate)
        {
            complete = null;
            expected.Clear();
            var chunk = IsChunk(mine) ? mine : waiting.Find(IsChunk);
            var taken = waiting.FindAll(step => step == mine || step == chunk || !IsChunk(step));
            waiting.RemoveAll(taken.Contains);
            foreach (var step in taken)
                expected.Add(step.Job.Cache);
            return taken;
        }
    }

    /// <summary>Tells everybody, and hands the lead to the next one who waits.</summary>
    private void Finish(Waiting mine, List<Waiting> taken, Exception? error)
    {
        lock (gate)
        {
            waiting.Remove(mine);
            var next = waiting.FirstOrDefault();
            running = next is not null;
            next?.Outcome.TrySetResult(true);
        }

        foreach (var step in taken.Where(step => step != mine))
        {
            if (error is null)
                step.Outcome.TrySetResult(false);
            else
                step.Outcome.TrySetException(error);
        }
    }

    private static bool IsChunk(Waiting step) => step.Job.Step.Count > SequenceRun.MaxStep;

    private sealed record Waiting(DecoderJob Job)
    {
        public TaskCompletionSource<bool> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
