namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>Repeats attempts with growing pauses.</summary>
internal sealed class HubRetry(HubClientOptions options)
{
    // an attempt that brought this much was worth it: the count of failures starts again
    private const long WorthwhileBytes = 1 << 20;

    /// <summary>Runs an attempt until it ends without a transient error.</summary>
    /// <param name="attempt">One attempt.</param>
    /// <param name="position">Bytes that are safe so far.</param>
    /// <param name="cancellationToken">Ends pauses and attempts.</param>
    /// <exception cref="QwenException">Too many failures in a row, or the server asks for too long a pause.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> attempt, Func<long> position, CancellationToken cancellationToken)
    {
        var mark = position();
        for (var failures = 0; ;)
        {
            try
            {
                return await attempt().ConfigureAwait(false);
            }
            catch (HubTransientException error)
            {
                failures = position() - mark >= WorthwhileBytes ? 1 : failures + 1;
                mark = Math.Max(mark, position()); // what is brought a second time is no progress
                if (failures >= options.MaxAttempts)
                    throw new QwenException(
                        $"{error.Message} Gave up after {failures} attempts; what is complete stays, and the same call goes on from there.",
                        error);
                await Task.Delay(Pause(error, failures), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private TimeSpan Pause(HubTransientException error, int failures)
    {
        if (error.RetryAfter is { } asked)
        {
            return asked <= options.MaxRetryDelay
                ? asked
                : throw new QwenException(
                    $"{error.Message} The server asks to wait {asked.TotalSeconds:0} seconds; run the same call later, "
                    + "it goes on from there.",
                    error);
        }

        // doubling, and up to a quarter more so that many clients do not come back at once
        var pause = options.RetryDelay * Math.Pow(2, Math.Min(failures - 1, 20)) * (1 + Random.Shared.NextDouble() / 4);
        return pause < options.MaxRetryDelay ? pause : options.MaxRetryDelay;
    }
}
