// One idea: a job over a folder of pages, which any number of machines work on together. Every page is done once and recorded, or set
// aside with its cause, whichever machine dies meanwhile.
//
//   dotnet run              one silo in this process, which keeps the job in memory
//   ./three-silos.sh        a PostgreSQL, three silos as processes of their own, and this program to order the job
//   dotnet run -- silo      a silo of the cluster whose database QWENVL_CLUSTER names, until Ctrl-C

using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Qwen.Orleans;
using Qwen.Samples;
using Qwen.VisionLanguage;

var database = Environment.GetEnvironmentVariable("QWENVL_CLUSTER");
var folder = Directory.CreateDirectory(Path.Combine(Directory.GetCurrentDirectory(), "artifacts", "20-farm")).FullName;
var place = new QwenFarmHostOptions { Connection = database, Port = 0, GatewayPort = 0 };

if (args is ["silo"])
{
    await using var silo = await StartSiloAsync();
    var end = new TaskCompletionSource();
    using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
    using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
    Console.WriteLine("[this silo works]");
    await end.Task;
    return;

    // what is not done is given back before the process ends
    void End(PosixSignalContext signal) => signal.Cancel = end.TrySetResult();
}

ShapePages.Draw(folder, 12);
File.WriteAllText(Path.Combine(folder, "page-012.png"), "no picture");
await using var host = database is null ? await StartSiloAsync() : await QwenFarmHost.ConnectAsync(place);
var id = await host.Jobs.StartAsync(new QwenJob
{
    Name = "pages",
    Task = JobTask.Locate("item"),
    Source = JobSource.Folder(folder, "*.png"),
});
var silos = new HashSet<string?>();
await foreach (var result in host.Jobs.ReadResultsAsync(id, ResultOrder.AsListed))
{
    silos.Add(result.Silo);
    Console.WriteLine($"{Path.GetFileName(result.Item.File)}: {result.Cause ?? Describe(result.Value!)}");
}

var progress = await host.Jobs.GetProgressAsync(id);
var workers = silos.Count == 1 ? "1 silo" : $"{silos.Count} silos";
Console.WriteLine($"{progress.Status}: {progress.Done} done, {progress.SetAside} set aside, by {workers}.");

// a value is what the task gave, as JSON
static string Describe(string value) => string.Join(
    "; ",
    JsonNode.Parse(value)!["boxes"]!.AsArray()
        .Select(box => $"{box!["label"]} at ({box["x1"]}, {box["y1"]}) to ({box["x2"]}, {box["y2"]})"));

// each silo has a model of its own, and may read the folder
async Task<QwenFarmHost> StartSiloAsync()
{
    var model = await QwenModel.LoadAsync(Path.Combine(AppContext.BaseDirectory, "models", "demo"));
    return await QwenFarmHost.JoinAsync(place, farm =>
    {
        farm.Client = model.AsIChatClient();
        farm.AllowedFolders.Add(folder);
    });
}
