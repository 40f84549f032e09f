using Qwen.VisionLanguage.Models;

namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>Downloads checkpoints from the Hugging Face hub or a server with the same interface.</summary>
/// <remarks>
/// A file carries its name only once it is complete and its hash is right; until then it is <c>name.part</c>, and the next call goes
/// on from there. Safe for concurrent use with different target folders.
/// </remarks>
public sealed class HubClient
{
    private const string PublicEndpoint = "https://huggingface.co";
    private const int MaxListingBytes = 16 << 20;

    // redirects are followed by hand, so that the token stays with the endpoint
    private static readonly Lazy<HttpClient> Shared = new(() => new HttpClient(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectCallback = HubConnector.System.ConnectAsync,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    });

    private readonly Uri endpoint;
    private readonly string revision;
    private readonly HubTransport transport;
    private readonly HubRetry retry;

    /// <summary>Creates a client.</summary>
    /// <param name="options">Endpoint, token, patience; null for the environment's values and defaults.</param>
    /// <param name="http">Sends the requests; stays the caller's. Its own time-out covers each answer's start. Null for a shared
    /// one.</param>
    /// <exception cref="QwenException">The endpoint is no web address, or the token or revision holds impossible characters.</exception>
    public HubClient(HubClientOptions? options = null, HttpClient? http = null)
    {
        options ??= new HubClientOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxAttempts, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.StallTimeout, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.RetryDelay, TimeSpan.Zero);
        HubNames.CheckRevision(options.Revision);
        revision = options.Revision;
        endpoint = ReadEndpoint(options.Endpoint);
        transport = new HubTransport(http ?? Shared.Value, endpoint, ReadToken(options.Token), options.StallTimeout);
        retry = new HubRetry(options);
    }

    /// <summary>
    /// Brings configuration, tokenizer and weights of a repository into a folder; a repeated call fetches what is missing or changed.
    /// </summary>
    /// <param name="repository">Owner and name, for example <c>Qwen/Qwen2.5-VL-3B-Instruct</c>.</param>
    /// <param name="targetFolder">Where the files go; made where it is absent. Null for the model's place in the user's
    /// <see cref="ModelHome"/>.</param>
    /// <param name="progress">Receives bytes done over all files, while one is brought; nothing of those that are there.</param>
    /// <param name="cancellationToken">Stops; what came stays for the next call.</param>
    /// <returns>Full path of the folder.</returns>
    /// <exception cref="QwenException">
    /// The repository is not there, not allowed, or no Qwen2.5-VL (said before weights are fetched); the server fails again and again;
    /// size or hash are wrong; the disk is full.
    /// </exception>
    public async Task<string> FetchAsync(
        string repository, string? targetFolder = null, IProgress<QwenProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var folder = FolderFor(repository, targetFolder);
        var listing = await ListAsync(repository, cancellationToken).ConfigureAwait(false);
        var made = new MadeFolders(folder);
        try
        {
            HubSpace.Prepare(folder, listing.Files);
            await DownloadAsync(repository, listing, folder, progress, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            made.RemoveEmpty(); // what came stays for the next call
            throw;
        }

        ModelSourceFile.Write(folder, new ModelSource(repository, revision, listing.Commit, endpoint.AbsoluteUri));
        return folder;
    }

    /// <summary>Asks the hub how much a download would bring. Nothing is written.</summary>
    /// <param name="repository">Owner and name.</param>
    /// <param name="targetFolder">Where the files would go; null for the model's place in the user's <see cref="ModelHome"/>.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <exception cref="QwenException">The repository is not there, not allowed, or holds no checkpoint.</exception>
    public async Task<HubEstimate> EstimateAsync(
        string repository, string? targetFolder = null, CancellationToken cancellationToken = default)
    {
        var folder = FolderFor(repository, targetFolder);
        var listing = await ListAsync(repository, cancellationToken).ConfigureAwait(false);
        return HubSpace.Estimate(folder, listing.Files);
    }

    private async Task DownloadAsync(
        string repository, HubListing listing, string folder, IProgress<QwenProgress>? progress, CancellationToken cancellationToken)
    {
        var download = new HubDownload(transport, retry, new HubProgress(progress, listing.Files));
        foreach (var file in listing.Files)
        {
            var path = Path.Combine(folder, file.Name);
            var address = Address($"{repository}/resolve/{HubNames.Escape(listing.Commit)}/{file.Name}");
            var isNew = await download.RunAsync(address, file, path, cancellationToken).ConfigureAwait(false);
            if (file.Name == CheckpointFiles.ConfigFile)
                CheckKind(path, isNew);
        }
    }

    // another kind of model is refused before its gigabytes come
    private static void CheckKind(string configPath, bool isNew)
    {
        try
        {
            ModelConfigReader.CheckAlone(configPath);
        }
        catch (QwenException) when (isNew)
        {
            File.Delete(configPath);
            throw;
        }
    }

    private static string FolderFor(string repository, string? targetFolder)
    {
        ArgumentNullException.ThrowIfNull(repository);
        HubNames.CheckRepository(repository);
        return targetFolder is null ? new ModelHome().FolderOf(repository) : Path.GetFullPath(targetFolder);
    }

    private async Task<HubListing> ListAsync(string repository, CancellationToken cancellationToken)
    {
        var address = Address($"api/models/{repository}/revision/{HubNames.Escape(revision)}?blobs=true");
        var json = await retry.RunAsync(() => ReadAllAsync(address, cancellationToken), () => 0, cancellationToken).ConfigureAwait(false);
        return HubListing.Parse(json, address.AbsoluteUri, revision);
    }

    private async Task<byte[]> ReadAllAsync(Uri address, CancellationToken cancellationToken)
    {
        using var response = await transport.GetAsync(address, 0, cancellationToken).ConfigureAwait(false);
        using var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var all = new MemoryStream();
        var buffer = new byte[1 << 16];
        int read;
        while ((read = await transport.ReadAsync(body, buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (all.Length + read > MaxListingBytes)
                throw new QwenException(
                    $"{address} answers with more than {MaxListingBytes} bytes, too much for a list of files. "
                    + "Check the endpoint's address.");
            all.Write(buffer, 0, read);
        }

        return all.ToArray();
    }

    private Uri Address(string relative) => new(endpoint, relative);

    private static Uri ReadEndpoint(string? stated)
    {
        var text = stated ?? Environment.GetEnvironmentVariable("HF_ENDPOINT");
        if (string.IsNullOrWhiteSpace(text))
            text = PublicEndpoint;

        // with a slash at the end, or relative addresses would replace the last part
        return Uri.TryCreate(text.Trim().TrimEnd('/') + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new QwenException(
                $"'{text}' is not the address of a hub. Give one like {PublicEndpoint} (option Endpoint or HF_ENDPOINT).");
    }

    private static string? ReadToken(string? stated)
    {
        var token = (stated ?? Environment.GetEnvironmentVariable("HF_TOKEN"))?.Trim();
        if (string.IsNullOrEmpty(token))
            return null;
        return token.All(c => c is > ' ' and < '\x7F')
            ? token
            : throw new QwenException("The hub token holds characters that no token has. Check HF_TOKEN (or the option Token).");
    }
}
