using Qwen.Server.OpenAI;

namespace Qwen.Server.Serving;

/// <summary>Lets a few requests be answered at a time and the others wait in the order they came. Safe for concurrent use.</summary>
/// <param name="maxRunning">Answered at a time.</param>
/// <param name="maxWaiting">Present besides, waiting or still being received.</param>
internal sealed class RequestQueue(int maxRunning, int maxWaiting)
{
    private readonly Lock gate = new();
    private readonly LinkedList<TaskCompletionSource> waiting = new();
    private int present;
    private int running;
    private double seconds = 1; // of an answer, the later ones counting more

    /// <summary>Requests that are answered now.</summary>
    public int Running
    {
        get
        {
            lock (gate)
                return running;
        }
    }

    /// <summary>Requests that wait for their turn.</summary>
    public int Waiting
    {
        get
        {
            lock (gate)
                return waiting.Count;
        }
    }

    /// <summary>Takes a place; disposing the result gives it back.</summary>
    /// <exception cref="RequestException">There is none left; the error says when to try again.</exception>
    public RequestPlace Enter()
    {
        lock (gate)
        {
            if (present >= maxRunning + maxWaiting)
            {
                throw new RequestException(
                    429, "rate_limit_error",
                    $"The queue is full: {running} requests are being answered and {present - running} are before you. Try again later.",
                    code: "queue_full")
                {
                    RetryAfter = (int)Math.Clamp(Math.Ceiling(seconds * (present - running + 1) / maxRunning), 1, 60),
                };
            }

            present++;
        }

        return new RequestPlace(this);
    }

    /// <summary>Asks for a turn: the task ends when it has come.</summary>
    /// <param name="position">The place among those that wait, from 1; 0 where the turn comes at once.</param>
    internal LinkedListNode<TaskCompletionSource> Join(out int position)
    {
        var node = new LinkedListNode<TaskCompletionSource>(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (gate)
        {
            position = 0;
            if (running < maxRunning)
            {
                running++;
                node.Value.SetResult();
            }
            else
            {
                waiting.AddLast(node);
                position = waiting.Count;
            }
        }

        return node;
    }

    /// <summary>Asks for a turn no more.</summary>
    /// <returns>False where it came in the same moment: it has to be left then.</returns>
    internal bool GiveUp(LinkedListNode<TaskCompletionSource> node)
    {
        lock (gate)
        {
            if (node.List is null)
                return false;
            waiting.Remove(node);
            return true;
        }
    }

    /// <summary>Gives a place back, and its turn to whoever waits longest.</summary>
    /// <param name="turn">How long the turn was; null where there was none.</param>
    internal void Leave(TimeSpan? turn)
    {
        lock (gate)
        {
            present--;
            if (turn is not { } time)
                return;
            seconds += 0.2 * (time.TotalSeconds - seconds);
            if (waiting.First is { } next)
            {
                waiting.RemoveFirst();
                next.Value.SetResult(); // the turn goes over to it, so the count stays
            }
            else
            {
                running--;
            }
        }
    }
}
