using Qwen.Orleans.Files;

namespace Qwen.Orleans.Tests.Files;

/// <summary>A silo that has files of these names.</summary>
internal sealed class RecordedKeeper(params string[] files) : IFileKeeper
{
    public Task<FileFacts?> FindAsync(string file) =>
        Task.FromResult(files.Contains(file) ? new FileFacts(file.Length, DateTime.UnixEpoch) : null);

    public Task<byte[]?> ReadAsync(string file, FileFacts facts, long from, int count) => Task.FromResult<byte[]?>(null);

    public Task<byte[]?> DrawAsync(JobItem item) => Task.FromResult<byte[]?>(null);
}
