namespace Qwen.Extensions.AI.Diagnostics;

/// <summary>Runs the steps of one request, and sees to how they fail.</summary>
/// <param name="record">Takes note of the failure.</param>
/// <param name="cancellationToken">The caller's token, which a cancelled step carries whatever was linked to it inside.</param>
internal sealed class RequestSteps(RequestRecord record, CancellationToken cancellationToken)
{
    /// <summary>Runs a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="failed">Told of an error before it goes on to the caller.</param>
    /// <exception cref="OperationCanceledException">The caller gave up, or the model was closed in the middle of the step.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> step, Action<Exception>? failed = null)
    {
        try
        {
            return await step().ConfigureAwait(false);
        }
        catch (Exception error)
        {
            record.Fail(error);
            failed?.Invoke(error);
            if (error is OperationCanceledException cancelled && cancellationToken.IsCancellationRequested
                && cancelled.CancellationToken != cancellationToken)
            {
                throw new OperationCanceledException(cancelled.Message, cancelled, cancellationToken);
            }

            if (error is ObjectDisposedException && failed is not null)
            {
                throw new OperationCanceledException(
                    "The answer was stopped: the model was closed while it was written, as by an application that ends.", error);
            }

            throw;
        }
    }
}
