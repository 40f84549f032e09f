namespace Qwen.Cli.Tests.Documentation;

/// <summary>What the reader of a page has already: its words say so, its code names it.</summary>
internal static class PageGivens
{
    /// <summary>Usings of the members below; they do not reach the page.</summary>
    public const string Usings =
        """
        using System; using System.Collections.Generic; using System.Threading; using System.Threading.Tasks;
        using System.Text.Json.Serialization.Metadata;
        using Microsoft.Extensions.AI; using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting; using Microsoft.AspNetCore.Builder;
        using Qwen.Screens; using Qwen.Videos; using Qwen.Videos.Index; using Qwen.Orleans; using Qwen.Perception;
        using Qwen.VisionLanguage.Videos;

        public sealed record Receipt(string? Company, decimal? Total);
        public sealed class ReceiptJsonContext
        {
            public static ReceiptJsonContext Default => null!;
            public JsonTypeInfo<Receipt> Receipt => null!;
        }
        public sealed record Invoice(string Number, decimal Total);
        public sealed class InvoiceContext
        {
            public static InvoiceContext Default => null!;
            public JsonTypeInfo<Invoice> Invoice => null!;
        }
        public sealed record Room(string Kind, string[] Furniture);
        public sealed class Lights;
        public abstract class Farm
        {
            public abstract Task<VideoWindowResult> LookAsync(VideoWindow window, CancellationToken cancellationToken);
        }
        public sealed class StampTask : IFarmTask
        {
            public Task<FarmTaskResult> RunAsync(FarmWork work, CancellationToken token) => null!;
        }

        """;

    private const string Client = "public static IChatClient client => null!;";
    private const string Folder = "public static string folder => null!;";
    private const string Web =
        "public static WebApplicationBuilder builder => null!; public static WebApplication app => null!;"
        + "public static string key => null!;";

    private static readonly Dictionary<string, string> Pages = new()
    {
        ["docs/documents.md"] = Client,
        ["docs/farm.md"] = Client + "public static string scans => null!; public static QwenFarmOptions farm => null!;",
        ["docs/frameworks.md"] = Folder + "public static IChatClient planner => null!; public static DataContent picture => null!;",
        ["docs/mcp.md"] = Folder + Web,
        ["docs/plugins.md"] = Client + Folder + "public static byte[] picture => null!;"
            + "public static string path => null!;"
            + "public static GroundingTasks grounding => null!;",
        ["docs/reverse-proxy.md"] = Web + "public static IChatClient local => null!;",
        ["docs/screens.md"] = Client + "public static IScreenAudit audit => null!; public static CancellationTokenSource stop => null!;"
            + "public static ValueTask<bool> AskAPersonAsync(ApprovalRequest request, CancellationToken token) => default;"
            + "public static GuardedScreen screen => null!;",
        ["docs/server.md"] = Web,
        ["docs/video-index.md"] = Client + "public static string file => null!; public static string film => null!;"
            + "public static IProgress<VideoProgress> progress => null!; public static VideoIndex index => null!;"
            + "public static Farm farm => null!;",
        ["docs/videos.md"] = Client + "public static IAsyncEnumerable<VideoFrame> camera => null!;"
            + "public static CancellationToken cancellationToken => default;",
        ["src/Qwen.Extensions.AI/README.md"] = Client + Folder + "public static string picture => null!;"
            + "public static byte[] bytes => null!;"
            + "public static DataContent photo => null!; public static IChatClient inner => null!;"
            + "public static byte[] Capture(string camera) => [];"
            + "public static IHostApplicationBuilder builder => null!;",
        ["src/Qwen.Orleans/README.md"] = Client + "public static string scans => null!; public static void write(string line) { }"
            + "public static IHostApplicationBuilder builder => null!;",
        ["src/Qwen.Perception/README.md"] = Client + "public static byte[] picture => null!;",
        ["src/Qwen.Screens/README.md"] = Client + "public static IScreen device => null!;",
        ["src/Qwen.SemanticKernel/README.md"] = Folder + "public static byte[] bytes => null!;"
            + "public static IServiceCollection services => null!;",
        ["src/Qwen.Server/README.md"] = Web,
        ["src/Qwen.Videos.Index/README.md"] = Client,
        ["src/Qwen.Videos/README.md"] = Client,
    };

    /// <summary>Members of the class that a page's code may name; none where it stands for itself.</summary>
    public static string Of(string page) => Pages.GetValueOrDefault(page, "");
}
