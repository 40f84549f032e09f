// One idea: a host that offers plugins as functions; a service takes those it needs and knows no model.

using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.SemanticKernel;
using Qwen.Samples;

var builder = Host.CreateApplicationBuilder(args);

// The model is loaded by whoever asks first, or in the background when the host starts, and disposed with the host.
builder.Services
    .AddQwenChatClient(options =>
    {
        options.CheckpointFolder = Path.Combine(AppContext.BaseDirectory, "models", "demo");
        options.WarmUp = true;
    })
    .UseLogging();

// The plugins ask the host's chat client: replace it by that of a server, and nothing below changes.
var kernel = builder.Services.AddKernel();
kernel.Plugins.AddQwenGrounding();
kernel.Plugins.AddQwenReading();

// Every function of a kernel is an AIFunction: a service gets those that it names.
foreach (var (plugin, function) in new[] { ("Grounding", "count"), ("Reading", "read_text") })
    builder.Services.AddKeyedTransient<AIFunction>(
        function, (services, _) => services.GetRequiredService<Kernel>().Plugins[plugin][function]);
builder.Services.AddHostedService<ShelfService>();

await builder.Build().RunAsync();
