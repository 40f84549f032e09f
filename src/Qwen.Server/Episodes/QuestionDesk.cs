using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Qwen.Server.Episodes;

/// <summary>
/// Questions that wait for a person's yes or no. Each has a name of 128 random bits that is told to its watcher alone and is good for one
/// answer: neither the model, nor what a screen shows, nor another caller can give it. Safe for concurrent use.
/// </summary>
internal sealed class QuestionDesk
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<bool>> open = new(StringComparer.Ordinal);

    /// <summary>Puts a question.</summary>
    /// <returns>Its name, and what is answered.</returns>
    public (string Name, Task<bool> Answer) Put()
    {
        var name = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        open[name] = answer;
        return (name, answer.Task);
    }

    /// <summary>Answers a question.</summary>
    /// <returns>False where there is none of that name, or no more.</returns>
    public bool Answer(string name, bool allow) => open.TryRemove(name, out var answer) && answer.TrySetResult(allow);

    /// <summary>Takes a question back: nobody can answer it any more.</summary>
    public void Withdraw(string name) => open.TryRemove(name, out _);
}
