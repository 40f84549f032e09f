using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI;
using Qwen.Extensions.AI.Media;
using Qwen.Testing;
using Qwen.VisionLanguage;

namespace Qwen.Perception.Tests.Documents;

/// <summary>Several pages of a document at once.</summary>
public class PagesTogetherTests
{
    private static readonly MediaSource[] Pages =
        [.. Enumerable.Range(1, 6).Select(i => (MediaSource)TestPicture.Encode(28 * (2 + i), 84))];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(QwenPrecision.Float32)]
    [InlineData(QwenPrecision.Int8)]
    public async Task A_local_model_answers_pages_together_as_it_does_one_by_one(QwenPrecision precision)
    {
        using var model = await QwenModel.LoadAsync(
            RepositoryFiles.DemoCheckpoint, new QwenModelOptions { Device = "native-cpu", Threads = 2, Precision = precision },
            cancellationToken: Token);
        Assert.True(model.SharesPasses);
        using var client = model.AsIChatClient();
        var one = await ParseAsync(client, 1);
        Assert.Equal(one, await ParseAsync(client, null));
        Assert.Equal(one, await ParseAsync(client, 6));

        static async Task<string> ParseAsync(IChatClient client, int? atOnce)
        {
            var options = new QwenDocumentOptions { PagesAtOnce = atOnce, Pictures = new QwenPictureOptions { MaxOutputTokens = 40 } };
            return JsonSerializer.Serialize(await new DocumentsTasks(client, options).ParseDocumentAsync(Pages, null, false, Token));
        }
    }

    [Fact]
    public async Task As_many_are_asked_about_at_once_as_the_options_say_and_they_come_in_order()
    {
        var progress = new ConcurrentQueue<long>();
        using var client = new WaitingClient(3);
        var tasks = new DocumentsTasks(client, new QwenDocumentOptions { PagesAtOnce = 3 });
        var numbers = new List<int>();
        await foreach (var page in tasks.StreamPagesAsync(Pages, progress: new Collector(progress), cancellationToken: Token))
            numbers.Add(page.Page);
        Assert.Equal([1, 2, 3, 4, 5, 6], numbers);
        Assert.Equal([0L, 1, 2, 3, 4, 5, 6], progress);
        Assert.Equal(3, client.Most);
    }

    [Fact]
    public async Task Whoever_leaves_early_leaves_nothing_running()
    {
        using var client = new WaitingClient(3);
        var tasks = new DocumentsTasks(client, new QwenDocumentOptions { PagesAtOnce = 3 });
        await foreach (var _ in tasks.StreamPagesAsync(Pages, cancellationToken: Token))
            break;
        Assert.Equal(0, client.Running);
    }

    private sealed class Collector(ConcurrentQueue<long> steps) : IProgress<QwenProgress>
    {
        public void Report(QwenProgress value) => steps.Enqueue(value.Done);
    }

    /// <summary>Stands for a server elsewhere that answers requests only when so many have come.</summary>
    private sealed class WaitingClient(int together) : IChatClient
    {
        private readonly Lock gate = new();
        private int arrived;
        private TaskCompletionSource full = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Running { get; private set; }

        public int Most { get; private set; }

        public async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            Task wait;
            lock (gate)
            {
                Most = Math.Max(Most, ++Running);
                wait = full.Task;
                if (++arrived % together == 0)
                {
                    full.SetResult();
                    full = new(TaskCreationOptions.RunContinuationsAsynchronously);
                }
            }

            try
            {
                await wait.WaitAsync(cancellationToken);
                return new ChatResponse(new ChatMessage(ChatRole.Assistant, "```html\n<p data-bbox=\"0 0 28 28\">a</p>\n```"));
            }
            finally
            {
                lock (gate)
                    Running--;
            }
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
