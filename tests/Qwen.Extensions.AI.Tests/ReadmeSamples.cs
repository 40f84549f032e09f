using System.ComponentModel;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Qwen.Extensions.AI.Media;
using Qwen.Testing;
using Qwen.VisionLanguage;

namespace Qwen.Extensions.AI.Tests;

/// <summary>The code of the package's README; it runs here with the demo model.</summary>
public class ReadmeSamples
{
    private static readonly string folder = RepositoryFiles.DemoCheckpoint;

    [Fact]
    public void The_readme_shows_this_code() =>
        ReadmeCode.AssertIsPartOf("src/Qwen.Extensions.AI/README.md", "tests/Qwen.Extensions.AI.Tests/ReadmeSamples.cs");

    [Fact]
    public async Task Ask()
    {
        using var temporary = new TemporaryFolder();
        var picture = temporary.Write("photo.jpg", Pictures.Encode(200, 120, SkiaSharp.SKEncodedImageFormat.Jpeg));

        await using var model = await QwenModel.LoadAsync(folder);
        using var client = model.AsIChatClient();

        var question = new ChatMessage(ChatRole.User,
        [
            new DataContent(await File.ReadAllBytesAsync(picture), "image/jpeg"),
            new TextContent("What is in this picture?"),
        ]);
        await foreach (var update in client.GetStreamingResponseAsync(question, new ChatOptions { MaxOutputTokens = 200 }))
            Console.Write(update.Text);
    }

    [Fact]
    public async Task Hints()
    {
        var bytes = await TestVideo.CreateAsync();
        using var client = await Client.DemoModel.CreateScriptedAsync("seen");

        var video = new DataContent(bytes, "video/mp4")
        {
            AdditionalProperties = new() { ["fps"] = 1.0, ["max_frames"] = 64, ["video_start"] = 0.5 },
        };

        var response = await client.GetResponseAsync(new ChatMessage(ChatRole.User, [video]));
        Assert.True(response.Usage!.AdditionalCounts!["video_frames"] > 0);
    }

    [Fact]
    public async Task Shapes()
    {
        using var client = await Client.DemoModel.CreateScriptedAsync("""{"kind": "kitchen", "furniture": ["table"]}""");
        var photo = new DataContent(Pictures.Encode(84, 84), "image/png");

        var room = await client.GetResponseAsync<Room>(new ChatMessage(ChatRole.User, [photo, new TextContent("Describe the room.")]));
        Console.WriteLine($"{room.Result.Kind}: {string.Join(", ", room.Result.Furniture)}");

        Assert.Equal("kitchen", room.Result.Kind);
    }

    [Fact]
    public async Task Functions()
    {
        using var inner = await Client.DemoModel.CreateScriptedAsync(request =>
            request.Turns.Count > 1
                ? "ok"
                : "<tool_call>\n{\"name\": \"take_picture\", \"arguments\": {\"camera\": \"door\"}}\n</tool_call>");
        static byte[] Capture(string camera) => Pictures.Encode(84, 84);

        var client = inner.AsBuilder().UseFunctionInvocation().Build();
        var takePicture = AIFunctionFactory.Create(
            ([Description("Which camera")] string camera) => new DataContent(Capture(camera), "image/png"), "take_picture");
        var response = await client.GetResponseAsync("Is somebody at the door?", new ChatOptions { Tools = [takePicture] });

        Assert.Equal("ok", response.Text);
    }

    [Fact]
    public void Hosting()
    {
        var builder = Host.CreateApplicationBuilder();

        builder.Services
            .AddQwenChatClient(options =>
            {
                options.CheckpointFolder = folder;
                options.Device = "auto";
                options.WarmUp = true;
                options.Client.AllowedFolders.Add("/srv/pictures");
            })
            .UseFunctionInvocation()
            .UseOpenTelemetry();
        builder.Services.AddHealthChecks().AddQwen();

        using var host = builder.Build();
        Assert.NotNull(host.Services.GetRequiredService<IChatClient>().GetService<FunctionInvokingChatClient>());
    }

    public sealed record Room(string Kind, string[] Furniture);

    public sealed class CompanyFetcher(HttpClient http) : IMediaFetcher
    {
        public async Task<DataContent> FetchAsync(Uri address, CancellationToken cancellationToken)
        {
            if (address.Host != "pictures.example.com")
                throw new QwenException($"'{address}' is not on pictures.example.com.");
            return new DataContent(await http.GetByteArrayAsync(address, cancellationToken), "image/*");
        }
    }
}
