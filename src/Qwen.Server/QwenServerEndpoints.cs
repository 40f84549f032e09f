using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Qwen.Server.Access;
using Qwen.Server.OpenAI;
using Qwen.Server.Responses;
using Qwen.Server.Serving;

namespace Qwen.Server;

/// <summary>Maps the endpoints that OpenAI clients speak.</summary>
public static class QwenServerEndpoints
{
    /// <summary>Name of the activity source and meter: requests with their time in the queue, to the first piece and in all.</summary>
    public const string TelemetryName = "Qwen.Server";

    /// <summary>
    /// Maps <c>POST /v1/chat/completions</c>, <c>POST /v1/responses</c> and <c>GET /v1/models</c> over a chat client: a local model, or any
    /// pipeline with caching, function invocation or telemetry, served as it is.
    /// </summary>
    /// <param name="endpoints">Where to map.</param>
    /// <param name="client">Who answers; null for the registered <see cref="IChatClient"/>. It stays the caller's.</param>
    /// <param name="options">Who may ask and how much; null for the registered ones, or the defaults: this machine alone, no key.</param>
    /// <returns>For further conventions, such as authorisation.</returns>
    public static IEndpointConventionBuilder MapQwenChatCompletions(
        this IEndpointRouteBuilder endpoints, IChatClient? client = null, QwenServerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        client ??= endpoints.ServiceProvider.GetRequiredService<IChatClient>();
        var name = (client.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.DefaultModelId;
        return endpoints.MapQwenChatCompletions([new QwenServedModel(string.IsNullOrWhiteSpace(name) ? "default" : name, client)], options);
    }

    /// <summary>
    /// Maps <c>POST /v1/chat/completions</c>, <c>POST /v1/responses</c> and <c>GET /v1/models</c> over several models; the first answers
    /// requests that name none.
    /// </summary>
    /// <param name="endpoints">Where to map.</param>
    /// <param name="models">
    /// The models, at least one, with different names. Those that are opened by requests are disposed when the host has stopped.
    /// </param>
    /// <param name="options">Who may ask and how much; null for the registered ones, or the defaults: this machine alone, no key.</param>
    /// <returns>For further conventions, such as authorisation.</returns>
    /// <exception cref="ArgumentException">There is no model, or two have one name.</exception>
    public static IEndpointConventionBuilder MapQwenChatCompletions(
        this IEndpointRouteBuilder endpoints, IReadOnlyList<QwenServedModel> models, QwenServerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(models);
        var services = endpoints.ServiceProvider;
        options ??= services.GetService<QwenServerOptions>() ?? new QwenServerOptions();
        var logger = services.GetService<ILoggerFactory>()?.CreateLogger(TelemetryName) ?? NullLogger.Instance;
        var shelf = new ModelShelf(models);
        var reception = new Reception(options, logger);
        if (services.GetService<IHostApplicationLifetime>() is { } life)
        {
            life.ApplicationStopping.Register(reception.Close);
            life.ApplicationStopped.Register(() => shelf.DisposeAsync().AsTask().GetAwaiter().GetResult());
        }

        return Map(endpoints, shelf, reception);
    }

    internal static IEndpointConventionBuilder Map(IEndpointRouteBuilder endpoints, ModelShelf models, Reception reception)
    {
        var group = endpoints.MapGroup("/v1");
        group.MapPost("/chat/completions", reception.HandleGeneration("chat", new ChatCompletions(models, reception.Options).AnswerAsync));
        group.MapPost("/responses", reception.HandleGeneration("responses", new ResponsesEndpoint(models, reception.Options).AnswerAsync));
        var list = new ModelList(models);
        group.MapGet("/models", reception.Handle(list.ListAsync));
        group.MapGet("/models/{*model}", reception.Handle(list.GetAsync));
        foreach (var path in new[] { "/chat/completions", "/responses", "/models", "/models/{*model}" })
            group.MapMethods(path, [HttpMethods.Options], reception.Handle(Preflight.AnswerAsync, needsKey: false));
        return group;
    }
}
