// One idea: register the model in a host, share it between services, and watch its health.

using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Qwen.Samples;

var builder = Host.CreateApplicationBuilder(args);

// The model is loaded once, in the background when the host starts, and disposed with the host. What the client gets on top
// (logging here; telemetry, caching, function invocation alike) is the application's choice.
builder.Services
    .AddQwenChatClient(options =>
    {
        options.CheckpointFolder = Path.Combine(AppContext.BaseDirectory, "models", "demo");
        options.WarmUp = true;
    })
    .UseLogging();
builder.Services.AddHealthChecks().AddQwen();
builder.Services.AddHostedService<TapService>();

await builder.Build().RunAsync();
