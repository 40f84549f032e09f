using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Qwen.Server.Serving;

namespace Qwen.Server.Mcp;

/// <summary>Maps a server of the Model Context Protocol over streamable HTTP.</summary>
public static class QwenMcpEndpoints
{
    /// <summary>
    /// Maps the server that <c>AddMcpServer().WithHttpTransport()</c> registered, behind the same door as the other endpoints: by the
    /// server's own names, from no foreign page, with a key where there are keys.
    /// </summary>
    /// <param name="endpoints">Where to map.</param>
    /// <param name="pattern">The path.</param>
    /// <param name="options">Who may call; null for the registered ones, or the defaults: this machine alone, no key.</param>
    /// <returns>For further conventions, such as authorisation.</returns>
    public static IEndpointConventionBuilder MapQwenMcp(
        this IEndpointRouteBuilder endpoints, string pattern = "/mcp", QwenServerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        options ??= endpoints.ServiceProvider.GetService<QwenServerOptions>() ?? new QwenServerOptions();
        return Map(endpoints, pattern, new Reception(options, NullLogger.Instance), model: null);
    }

    /// <summary>Maps it for a model that may have been let go: while a call runs, it is open.</summary>
    internal static IEndpointConventionBuilder Map(IEndpointRouteBuilder endpoints, string pattern, Reception reception, ModelSlot? model)
    {
        var mapped = endpoints.MapMcp(pattern);
        mapped.Add(endpoint =>
        {
            if (endpoint.RequestDelegate is { } answer)
                endpoint.RequestDelegate = reception.Handle(model is null ? answer : Open(model, answer));
        });
        return mapped;
    }

    private static RequestDelegate Open(ModelSlot model, RequestDelegate answer) => async context =>
    {
        using var lease = HttpMethods.IsPost(context.Request.Method)
            ? await model.TakeAsync(context.RequestAborted).ConfigureAwait(false)
            : null;
        await answer(context).ConfigureAwait(false);
    };
}
