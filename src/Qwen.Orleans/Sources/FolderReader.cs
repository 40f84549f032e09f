using System.IO.Enumeration;
using Qwen.VisionLanguage;

namespace Qwen.Orleans.Sources;

/// <summary>
/// The files of a folder in the order of their paths. A folder may hold more names than fit in memory, and the system gives them in no
/// order: each pass over it keeps the next so many of them, so that a million files take a few dozen passes.
/// </summary>
internal sealed class FolderReader(string folder, string pattern, bool recursive, int ahead = 50_000) : ISourceReader
{
    private readonly string[] patterns = pattern.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    private readonly Queue<string> next = new();
    private string at = "";
    private bool passedAll;

    /// <inheritdoc/>
    public async Task<SourceBatch> ReadAsync(string cursor, int count, CancellationToken cancellationToken)
    {
        if (cursor != at)
        {
            next.Clear();
            (at, passedAll) = (cursor, false);
        }

        var entries = new List<JobItem>();
        while (entries.Count < count)
        {
            if (next.Count == 0)
            {
                if (passedAll)
                    break;
                await Task.Run(() => Pass(cancellationToken), cancellationToken).ConfigureAwait(true);
                continue;
            }

            at = next.Dequeue();
            entries.Add(Path.Combine(folder, at));
        }

        return new SourceBatch(entries, at, passedAll && next.Count == 0);
    }

    private void Pass(CancellationToken cancellationToken)
    {
        // the largest of those kept is at the head, to make room for a smaller one
        var kept = new PriorityQueue<string, string>(Comparer<string>.Create((a, b) => string.CompareOrdinal(b, a)));
        var more = false;
        try
        {
            foreach (var name in Names())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (string.CompareOrdinal(name, at) <= 0)
                    continue;
                kept.Enqueue(name, name);
                if (kept.Count > ahead)
                {
                    kept.Dequeue();
                    more = true;
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new QwenException($"The folder '{folder}' cannot be read: {error.Message}", error);
        }

        foreach (var (name, _) in kept.UnorderedItems.OrderBy(pair => pair.Element, StringComparer.Ordinal))
            next.Enqueue(name);
        passedAll = !more;
    }

    private FileSystemEnumerable<string> Names() => new(
        folder,
        (ref FileSystemEntry entry) => Path.GetRelativePath(folder, entry.ToFullPath()),
        new EnumerationOptions
        {
            RecurseSubdirectories = recursive, AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.System,
        })
    {
        ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && Matches(entry.FileName),
    };

    private bool Matches(ReadOnlySpan<char> name)
    {
        foreach (var one in patterns)
        {
            if (FileSystemName.MatchesSimpleExpression(one, name))
                return true;
        }

        return false;
    }
}
