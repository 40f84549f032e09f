using System.Globalization;
using System.Net;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Hosting;
using Qwen.Orleans;
using Qwen.Orleans.Silo;
using Qwen.VisionLanguage;

// --connection TEXT --cluster NAME --port N --gateway N --folder PATH --witness PATH [--rows N] [--lease SECONDS] [--model NAME]
// [--answers NAME] [--scratch PATH] [--demo FOLDER] [--slow FACTOR] [--keeps PATH]
string? Find(string name) => args.SkipWhile(one => one != name).Skip(1).FirstOrDefault();
string Get(string name) => Find(name) ?? throw new ArgumentException($"{name} is missing.");

var witness = new Witness(Get("--witness"));
var factor = double.Parse(Find("--slow") ?? "1", CultureInfo.InvariantCulture);
var named = Find("--model") ?? "recorded";
var model = Find("--demo") is { } demo ? await QwenModel.LoadAsync(demo) : null;
var client = model?.AsIChatClient() ?? new RecordedClient(Find("--answers") ?? named);

var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
builder.Logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole(options => options.SingleLine = true);
builder.UseOrleans(silo => silo
    .UseQwenPostgres(Get("--connection"), Get("--cluster"))
    .Configure<EndpointOptions>(options =>
    {
        options.AdvertisedIPAddress = IPAddress.Loopback;
        (options.SiloPort, options.GatewayPort) = (int.Parse(Get("--port")), int.Parse(Get("--gateway")));
    })
    .Configure<ClusterMembershipOptions>(options =>
    {
        // tests end silos all the time: they have to be missed soon
        options.ProbeTimeout = TimeSpan.FromSeconds(1);
        options.NumMissedProbesLimit = 2;
        options.NumVotesForDeathDeclaration = 1;
        options.TableRefreshTimeout = TimeSpan.FromSeconds(2);
        options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
    })
    .Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(10))
    .AddQwenFarm(options =>
    {
        options.Client = client;
        options.Model = model is null ? named : null;
        options.Rows = int.Parse(Find("--rows") ?? "1");
        options.AllowedFolders.Add(Get("--folder"));
        if (Find("--keeps") is { } own)
            options.AllowedFolders.Add(own);
        options.Lease = TimeSpan.FromSeconds(double.Parse(Find("--lease") ?? "4", CultureInfo.InvariantCulture));
        options.PollPeriod = TimeSpan.FromMilliseconds(200);
        options.SweepPeriod = TimeSpan.FromSeconds(1);
        options.TakeOverAfter = TimeSpan.FromSeconds(3);
        options.AddTask("recorded", _ => new RecordedTask(witness, factor, Find("--scratch")));
    }));
using var host = builder.Build();
await host.StartAsync();
Console.WriteLine("ready");
await host.WaitForShutdownAsync();
model?.Dispose();
