using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Qwen.Server.Episodes;
using Qwen.Server.Mcp;
using Qwen.Server.Page;
using Qwen.Server.Serving;
using Qwen.VisionLanguage;

namespace Qwen.Server;

/// <summary>A server of its own, for programs that are no web application: chat completions, models, health and readiness.</summary>
/// <remarks>It reads no configuration and listens to no signals: its caller starts and stops it. Safe for concurrent use.</remarks>
public sealed class QwenServerHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ModelShelf models;
    private readonly Reception reception;
    private readonly PrometheusBoard board;

    private QwenServerHost(WebApplication app, ModelShelf models, Reception reception, PrometheusBoard board)
    {
        this.app = app;
        this.board = board;
        this.models = models;
        this.reception = reception;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    /// <summary>Where it listens, with the port that was found free where none was asked for.</summary>
    public Uri Address { get; }

    /// <summary>Requests that are being answered or wait for it.</summary>
    public int OpenRequests => reception.Queue.Running + reception.Queue.Waiting;

    /// <summary>Opens the first model and starts to listen.</summary>
    /// <param name="models">The models, at least one, with different names; the first answers requests that name none.</param>
    /// <param name="options">Where to listen; null for a free port of this machine for itself.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="QwenException">It cannot listen there, must not without a key, or the first model cannot be opened.</exception>
    public static async Task<QwenServerHost> StartAsync(
        IReadOnlyList<QwenServedModel> models, QwenServerHostOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(models);
        options ??= new QwenServerHostOptions();
        var address = CheckAddress(options);
        CheckPort(address, options.Port);
        var shelf = new ModelShelf(models);
        var reception = new Reception(
            options.Server, (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger(QwenServerEndpoints.TelemetryName));
        var board = new PrometheusBoard(reception);
        var app = Build(address, options, shelf, reception, board);
        try
        {
            using (await shelf.OpenFirstAsync(cancellationToken).ConfigureAwait(false))
                await app.StartAsync(cancellationToken).ConfigureAwait(false);
            return new QwenServerHost(app, shelf, reception, board);
        }
        catch (Exception error)
        {
            await app.DisposeAsync().ConfigureAwait(false);
            await shelf.DisposeAsync().ConfigureAwait(false);
            board.Dispose();
            if (error is IOException or SocketException)
                throw CannotListen(address, options.Port, error);
            throw;
        }
    }

    /// <summary>Takes no more requests, lets running answers end within <see cref="QwenServerHostOptions.DrainTime"/>, and stops.</summary>
    /// <param name="cancellationToken">Ends the waiting: what still runs is broken off.</param>
    public Task StopAsync(CancellationToken cancellationToken = default) => app.StopAsync(cancellationToken);

    /// <summary>Stops where that was not done, and lets opened models go.</summary>
    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync().ConfigureAwait(false);
        await models.DisposeAsync().ConfigureAwait(false);
        board.Dispose();
    }

    private static IPAddress CheckAddress(QwenServerHostOptions options)
    {
        var text = options.Address == "localhost" ? "127.0.0.1" : options.Address;
        if (!IPAddress.TryParse(text, out var address))
        {
            throw new QwenException(
                $"'{options.Address}' is no address to listen on: give one as numbers, such as 127.0.0.1, "
                + "or 0.0.0.0 for all of this machine.");
        }

        if (options.Port is < 0 or > 65535)
            throw new QwenException($"{options.Port} is no port: there are 0 (any that is free) to 65535.");
        if (!IPAddress.IsLoopback(address) && options.Server.ApiKeys.Count == 0)
            throw new QwenException($"Other machines reach {address}: set an API key that they have to show, or listen on 127.0.0.1.");
        return address;
    }

    // a model takes its time to open: who cannot listen is told before
    private static void CheckPort(IPAddress address, int port)
    {
        if (port == 0)
            return;
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
        }
        catch (SocketException error)
        {
            throw CannotListen(address, port, error);
        }
    }

    private static QwenException CannotListen(IPAddress address, int port, Exception error) =>
        new($"The server cannot listen on {address}, port {port} ({error.Message.TrimEnd('.')}): choose another port or address.", error);

    private static WebApplication Build(
        IPAddress address, QwenServerHostOptions options, ModelShelf shelf, Reception reception, PrometheusBoard board)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(options.LoggerFactory ?? NullLoggerFactory.Instance);
        builder.Services.AddRoutingCore();
        var first = shelf.Find(null);
        if (options.Tools is { } tools)
        {
            builder.Services.AddLogging();
            builder.Services.AddMcpServer().WithHttpTransport().AddQwenTools(
                new TaskToolset(tools.Client ?? new QueuedClient(first, reception.Queue), tools));
        }

        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.DrainTime);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(address, options.Port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        var app = builder.Build();
        app.Lifetime.ApplicationStopping.Register(reception.Close);
        app.Use(Reception.GuardAsync);
        app.UseRouting();
        QwenServerEndpoints.Map(app, shelf, reception);
        if (options.Tools is not null)
            QwenMcpEndpoints.Map(app, "/mcp", reception, options.Tools.Client is null ? first : null);
        var state = new ServerState(shelf, reception);
        app.MapGet("/health", Reception.HandleOpenly(state.WriteHealthAsync));
        app.MapGet("/ready", Reception.HandleOpenly(state.WriteReadinessAsync));
        var page = new ToolsEndpoint(shelf, options.Tools ?? new QwenToolOptions());
        app.MapPost("/v1/tools/{tool}", reception.HandleGeneration("tool", page.AnswerAsync));
        app.MapPost("/v1/pages", reception.HandleGeneration("pages", new PagesEndpoint(options.Server.MaxPdfPages).AnswerAsync));
        if (options.Episodes is { } episodes)
            MapEpisodes(app, new EpisodesEndpoint(shelf, reception.Queue, episodes), reception);
        app.MapGet("/", reception.Handle(PageFiles.WriteIndexAsync, needsKey: false));
        app.MapGet("/page/{file}", reception.Handle(PageFiles.WriteFileAsync, needsKey: false));
        app.MapGet("/metrics", reception.Handle(board.WriteAsync));
        return app;
    }

    private static void MapEpisodes(WebApplication app, EpisodesEndpoint endpoint, Reception reception)
    {
        app.MapGet("/v1/episodes", reception.Handle(endpoint.DescribeAsync));
        app.MapPost("/v1/episodes", reception.HandleGeneration("episode", endpoint.AnswerAsync));
        app.MapPost("/v1/episodes/answers", reception.Handle(endpoint.SettleAsync));
    }
}
