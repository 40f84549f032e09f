using Qwen.Screens;
using Qwen.Screens.Simulated;
using Qwen.Testing;
using Qwen.Videos.Index;
using SkiaSharp;

namespace Qwen.Server.Tests.Mcp;

/// <summary>
/// Everything that can be offered, over a client whose answer is always the same; with a picture, a document and a film in a folder.
/// </summary>
internal sealed class Offer : IAsyncDisposable
{
    public const string Answer = """[{"bbox_2d": [56, 56, 112, 112], "label": "cup"}]""";

    private readonly TempFolder folder = new();
    private readonly TempFolder other = new();
    private readonly VideoIndex index;
    private readonly GuardedScreen screen;

    public Offer(ScreenPolicy? policy = null)
    {
        Client = new FixedAnswerClient(Answer);
        index = VideoIndex.Open(other.File("films.qwenindex"), Client);
        screen = new GuardedScreen(new SimulatedPhone(SimulatedPhoneOptions.Small), new ScreenGuardOptions
        {
            Policy = policy ?? new ScreenPolicy { Apps = [new AllowedApp("app.launcher"), new AllowedApp("app.notes", "Notes")] },
        });
        File.WriteAllBytes(folder.File("picture.png"), Picture);
        File.WriteAllBytes(other.File("hidden.png"), Picture);
    }

    public FixedAnswerClient Client { get; }

    public byte[] Picture { get; } = TestPicture.Encode(168, 112);

    public string Folder => folder.Path;

    /// <summary>A picture outside of every allowed folder.</summary>
    public string Hidden => other.File("hidden.png");

    public void Configure(QwenToolOptions options)
    {
        options.Client = Client;
        options.AllowedFolders = [Folder];
        options.Index = index;
        options.Screen = screen;
    }

    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(folder.File(name), bytes);
        return folder.File(name);
    }

    public static byte[] Pdf()
    {
        using var stream = new MemoryStream();
        using (var document = SKDocument.CreatePdf(stream))
        {
            document.BeginPage(200, 200).DrawCircle(100, 100, 50, new SKPaint());
            document.EndPage();
            document.Close();
        }

        return stream.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        index.Dispose();
        await screen.DisposeAsync();
        folder.Dispose();
        other.Dispose();
    }
}
