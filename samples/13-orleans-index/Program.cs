// One idea: index a film with a farm of machines. Every window of the film is a grain of Orleans; whichever machine it lives on looks
// at it, and the results end in one index file. Needs ffmpeg.
//
//   dotnet run                  draws a film, indexes it with one silo, searches it
//   dotnet run -- --wait 30     the same, but waits half a minute for helpers; prints the address to join
//   dotnet run -- --join PORT   a helper: a further silo, in another terminal, until it is ended

using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Serialization;
using Qwen.Samples;
using Qwen.Videos;
using Qwen.Videos.Index;
using Qwen.VisionLanguage;

string? Argument(string name) => args.SkipWhile(a => a != name).Skip(1).FirstOrDefault();
var joined = Argument("--join") is { } port ? int.Parse(port) : (int?)null;
var silo = FreePort();

// Each silo has a model of its own. On one machine silos find each other through the first; a real farm names a table of members in
// a database here instead (UseAdoNetClustering and others), and the film lies where all of them can read it.
var builder = Host.CreateApplicationBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Error);
await using var model = await QwenModel.LoadAsync(Path.Combine(AppContext.BaseDirectory, "models", "demo"));
builder.Services.AddSingleton<IChatClient>(model.AsIChatClient());
builder.Services.AddSingleton<ShapeWorker>();
builder.UseOrleans(orleans => orleans
    .UseLocalhostClustering(silo, FreePort(), joined is { } first ? new IPEndPoint(IPAddress.Loopback, first) : null)
    .Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromMinutes(30)) // a window may take its time
    .Services.AddSerializer(serializer => serializer.AddJsonSerializer(
        type => type == typeof(VideoWindow) || type == typeof(VideoWindowResult), VideoWindowJsonContext.Default.Options)));
using var host = builder.Build();
await host.StartAsync();
Console.WriteLine($"[silo {silo} runs; helpers join with: dotnet run -- --join {joined ?? silo}]");
if (joined is not null)
{
    await host.WaitForShutdownAsync();
    return;
}

await Task.Delay(TimeSpan.FromSeconds(double.Parse(Argument("--wait") ?? "0")));
var folder = Directory.CreateDirectory(Path.Combine(Directory.GetCurrentDirectory(), "artifacts", "13-orleans-index")).FullName;
var film = ShapeFilm.Draw(folder);

// The index asks for windows, four at a time; a call that fails with its machine is tried again, and may then land on another one.
var grains = host.Services.GetRequiredService<IGrainFactory>();
var options = new VideoIndexOptions
{
    SegmentSeconds = ShapeFilm.SecondsOfScene,
    AtOnce = 4,
    Attempts = 5,
    Work = (window, cancellationToken) =>
        grains.GetGrain<IWindowGrain>($"{window.File} from {window.Start}").LookAsync(window, cancellationToken),
};
using (var index = VideoIndex.Open(Path.Combine(folder, "film.qwenindex"), options: options))
{
    var added = await index.AddAsync(film);
    Console.WriteLine($"Indexed {added.Done} of {added.Segments} segments.");
    foreach (var words in new[] { "red circle", "yellow star", "elephant" })
    {
        Console.WriteLine($"> {words}");
        await foreach (var moment in index.SearchAsync(words))
            Console.WriteLine($"{moment.Segment.Start:0}-{moment.Segment.End:0} s: {moment.Segment.Caption}");
    }
}

await host.StopAsync();

static int FreePort()
{
    using var listener = new TcpListener(IPAddress.Loopback, 0);
    listener.Start();
    return ((IPEndPoint)listener.LocalEndpoint).Port;
}
