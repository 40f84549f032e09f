using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Hosting;
using Orleans.Hosting;
using Qwen.Testing;

namespace Qwen.Orleans.Tests;

/// <summary>The code of the package's page and of docs/farm.md, as it stands there.</summary>
public sealed partial class DocumentationTests
{
    [Theory]
    [InlineData("src/Qwen.Orleans/README.md")]
    [InlineData("docs/farm.md")]
    public void Code_on_the_pages_is_part_of_this_file(string page) =>
        ReadmeCode.AssertIsPartOf(page, "tests/Qwen.Orleans.Tests/DocumentationTests.cs");

    [Fact]
    public async Task The_first_try_on_the_page_reads_a_folder()
    {
        using var scans = new TempFolder();
        await File.WriteAllBytesAsync(scans.File("a.png"), TestPicture.Encode(56, 56));
        using var client = new FixedAnswerClient("Gate 12");
        var lines = new List<string>();
        await OrderAsync(client, scans.Path, lines.Add);
        var line = Assert.Single(lines);
        Assert.Contains("\"value\":{\"lines\":[\"Gate 12\"]", line, StringComparison.Ordinal);
        Assert.StartsWith("{\"number\":0,\"file\":", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_becomes_the_schema_of_an_extraction()
    {
        var job = Invoices("/scans");
        Assert.Contains("\"total\"", job.Task.Parameters, StringComparison.OrdinalIgnoreCase);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        Join(builder, new FixedAnswerClient("1"));
        using var host = builder.Build();
        Assert.NotNull(host);
    }

    private static async Task OrderAsync(IChatClient client, string scans, Action<string> write)
    {
        var here = new QwenFarmHostOptions { Port = 0, GatewayPort = 0 };
        await using var silo = await QwenFarmHost.JoinAsync(here, farm =>
        {
            farm.Client = client;
            farm.AllowedFolders.Add(scans);
        });
        var id = await silo.Jobs.StartAsync(new QwenJob
        {
            Name = "scans",
            Task = JobTask.Read(),
            Source = JobSource.Folder(scans, "*.png;*.pdf", recursive: true),
        });
        await foreach (var result in silo.Jobs.ReadResultsAsync(id))
            write(result.ToJsonLine());
    }

    private static void Join(IHostApplicationBuilder builder, IChatClient client)
    {
        var database = "Host=db;Database=farm;Username=farm";
        builder.UseOrleans(silo => silo
            .UseQwenPostgres(database)
            .AddQwenFarm(farm =>
            {
                farm.Client = client;
                farm.Rows = 4;
                farm.AllowedFolders.Add("/scans");
                farm.AddTask("stamps", services => new StampTask());
            }));
    }

    private static QwenJob Invoices(string scans)
    {
        var job = new QwenJob
        {
            Name = "invoices of 2025",
            Task = JobTask.Extract(InvoiceContext.Default.Invoice),
            Source = JobSource.Lines($"{scans}/list.jsonl"),
            Priority = 5,
            Deadline = DateTimeOffset.UtcNow.AddHours(10),
            FailureLimit = 1000,
            Model = "Qwen2.5-VL-7B-Instruct",
        };
        return job;
    }

    private sealed class StampTask : IFarmTask
    {
        public async Task<FarmTaskResult> RunAsync(FarmWork work, CancellationToken cancellationToken)
        {
            var picture = new DataContent(work.File.Bytes, "image/png");
            var question = new ChatMessage(ChatRole.User, [picture, new TextContent("Which year is on the stamp?")]);
            var answer = await work.Client.GetResponseAsync([question], cancellationToken: cancellationToken);
            return new FarmTaskResult { Value = $$"""{"year":"{{answer.Text}}"}""" };
        }
    }

    internal sealed record Invoice(string Number, DateOnly Date, decimal Total);

    [JsonSerializable(typeof(Invoice))]
    private sealed partial class InvoiceContext : JsonSerializerContext;
}
