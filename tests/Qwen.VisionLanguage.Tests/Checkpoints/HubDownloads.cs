using Qwen.Testing;
using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Tests.Checkpoints;

/// <summary>What tests of downloads share: a repository behind a server on this machine, and the folder that they go to.</summary>
public abstract class HubDownloads : IDisposable
{
    private protected const string Weights = "model.safetensors";

    private protected TemporaryFolder Folder { get; } = new();

    private protected HttpClient Http { get; } = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });

    private protected List<QwenProgress> Progress { get; } = [];

    private protected HubRepository Repository { get; set; } = HubRepository.WithCheckpoint();

    public void Dispose()
    {
        Http.Dispose();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static bool IsForWeights(HubRequest request) => request.Path.EndsWith("/" + Weights, StringComparison.Ordinal);

    private protected static HubClientOptions Options(LoopbackServer server, string? token = null) => new()
    {
        Endpoint = server.Address,
        Token = token ?? "",
        MaxAttempts = 4,
        RetryDelay = TimeSpan.FromMilliseconds(1),
    };

    private protected Task<string> FetchAsync(LoopbackServer server, string? token = null)
        => new HubClient(Options(server, token), Http)
            .FetchAsync(HubRepository.Name, Folder.Path, new Collector(Progress), TestContext.Current.CancellationToken);

    private protected void AssertComplete()
    {
        var expected = Repository.Files.Keys.Where(name => name != "README.md").Order();
        Assert.Equal(
            expected.Append("qwenvl-source.json"), Directory.GetFiles(Folder.Path).Select(path => Path.GetFileName(path)!).Order());
        Assert.All(expected, name => Assert.Equal(Repository.Files[name], File.ReadAllBytes(Folder.File(name))));
    }

    private protected void AssertNoTraceOf(string name)
        => Assert.DoesNotContain(
            Directory.GetFiles(Folder.Path), path => Path.GetFileName(path)!.StartsWith(name, StringComparison.Ordinal));

    private sealed class Collector(List<QwenProgress> list) : IProgress<QwenProgress>
    {
        public void Report(QwenProgress value) => list.Add(value);
    }
}
