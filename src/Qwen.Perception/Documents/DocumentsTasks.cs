using System.ComponentModel;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Media;
using Qwen.Perception.Documents;
using Qwen.Perception.Forms;
using Qwen.Perception.Pictures;
using Qwen.Shared.Functions;
using Qwen.Shared.Pdf;
using Qwen.Shared.Work;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Profiles;

namespace Qwen.Perception;

/// <summary>Parses pages of documents, pictures or PDF files, to blocks with their places, to Markdown and to HTML.</summary>
/// <inheritdoc cref="GroundingTasks" path="/remarks"/>
public sealed class DocumentsTasks
{
    /// <summary>Pages that are kept for one result unless the options say otherwise.</summary>
    private const int MaxCollected = 100;

    private const string Question = "QwenVL HTML";
    private const string QuestionWithCaptions = "QwenVL HTML with image caption";
    private const string DocumentDescription =
        "The document: a PDF or TIFF file or a picture of a page, as a data URI or the path of a file in an allowed folder; "
            + "or a list of pictures, one a page.";
    private const string PagesDescription = "Which pages, for example \"1-3, 7\". Leave out for all.";
    private const string DescribeDescription = "Whether pictures on the page are described in words.";

    private readonly IChatClient client;
    private readonly PictureAsker asker;
    private readonly QwenDocumentOptions options;
    private readonly QwenProfile? named;

    /// <summary>Makes the tasks over a client.</summary>
    /// <param name="client">Any chat client; it stays the caller's.</param>
    /// <param name="options">Sizes and limits; null for the defaults.</param>
    /// <exception cref="QwenException">The options name a profile that is not known.</exception>
    public DocumentsTasks(IChatClient client, QwenDocumentOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        this.client = client;
        this.options = options ??= new QwenDocumentOptions();
        named = options.Profile is { } profile ? QwenProfile.Find(profile) : null;
        asker = new PictureAsker(client, options.Pictures, $"{nameof(QwenDocumentOptions)}.{nameof(QwenDocumentOptions.Pictures)}");
    }

    /// <summary>
    /// The functions as tools of a chat client, an agent or an MCP server: <c>documents_…</c>. Mistakes come back as
    /// <see cref="ErrorContent"/>.
    /// </summary>
    /// <returns>One for each method that a model can call; pictures they return are <see cref="DataContent"/>, all else is JSON.</returns>
    public IReadOnlyList<AIFunction> AsTools() => TaskTools.Create(this, "documents");

    /// <summary>Parses the picture of one page.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="describePictures">Whether pictures on the page are described.</param>
    /// <param name="cancellationToken">Stops the answer within one step.</param>
    /// <exception cref="QwenException">The picture cannot be read.</exception>
    [DisplayName("parse_page")]
    [Description(
        "Parses the picture of a page into its blocks: headings, paragraphs, lists, tables, charts, formulas, pictures, "
        + "music and chemistry.")]
    [return: Description("The blocks in reading order, each with its kind, text and box in pixels of the picture.")]
    public async Task<DocumentPage> ParsePageAsync(
        [Description(PictureSource.Description)] MediaSource picture,
        [Description(DescribeDescription)] bool describePictures = false,
        CancellationToken cancellationToken = default)
    {
        var page = await asker.LoadAsync(picture, cancellationToken).ConfigureAwait(false);
        if (PdfFile.IsPdf(page.File.Span))
            throw new QwenException("This is a PDF file, which may have many pages: use parse_document.");
        return await AskAsync(page, 1, describePictures, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Parses the pages of a document.</summary>
    /// <param name="document">A PDF file, or the picture of the only page.</param>
    /// <param name="pages">Which pages, such as "1-3, 7"; null for all.</param>
    /// <param name="describePictures">Whether pictures on the pages are described.</param>
    /// <param name="cancellationToken">Stops the answer within one step.</param>
    /// <exception cref="QwenException">The document cannot be read, or has fewer or more pages than wanted and allowed.</exception>
    public Task<DocumentResult> ParseDocumentAsync(
        MediaSource document, string? pages = null, bool describePictures = false, CancellationToken cancellationToken = default) =>
        ParseDocumentAsync([document], pages, describePictures, cancellationToken);

    /// <summary>Parses pictures of pages.</summary>
    /// <inheritdoc cref="ParseDocumentAsync(MediaSource, string, bool, CancellationToken)"/>
    /// <param name="document">Pictures, one a page; each is read when its turn comes.</param>
    /// <param name="pages">Which pages, such as "1-3, 7"; null for all.</param>
    /// <param name="describePictures">Whether pictures on the pages are described.</param>
    /// <param name="cancellationToken">Stops the answer within one step.</param>
    [DisplayName("parse_document")]
    [Description(
        "Parses a PDF file or pictures of pages into blocks: headings, paragraphs, lists, tables, charts, formulas, pictures and so on.")]
    [return: Description("The pages with their blocks in reading order, each with its kind, page, text and box in pixels of the page.")]
    public async Task<DocumentResult> ParseDocumentAsync(
        [Description(DocumentDescription)] IReadOnlyList<MediaSource> document,
        [Description(PagesDescription)] string? pages = null,
        [Description(DescribeDescription)] bool describePictures = false,
        CancellationToken cancellationToken = default)
    {
        var parsed = new List<DocumentPage>();
        await foreach (var page in StreamAsync(
            document, pages, options.MaxPages ?? MaxCollected, describePictures, asker.Options.Progress, cancellationToken)
            .ConfigureAwait(false))
            parsed.Add(page);
        return new DocumentResult { Pages = parsed };
    }

    /// <summary>Reads the pages of a document as Markdown.</summary>
    /// <inheritdoc cref="ParseDocumentAsync(MediaSource, string, bool, CancellationToken)"/>
    public Task<string> ReadDocumentAsync(
        MediaSource document, string? pages = null, bool describePictures = false, CancellationToken cancellationToken = default) =>
        ReadDocumentAsync([document], pages, describePictures, cancellationToken);

    /// <summary>Reads pictures of pages as Markdown.</summary>
    /// <inheritdoc cref="ParseDocumentAsync(IReadOnlyList{MediaSource}, string, bool, CancellationToken)"/>
    [DisplayName("read_document")]
    [Description("Reads a PDF file or pictures of pages as Markdown: text, tables and formulas in reading order.")]
    [return: Description("The Markdown.")]
    public async Task<string> ReadDocumentAsync(
        [Description(DocumentDescription)] IReadOnlyList<MediaSource> document,
        [Description(PagesDescription)] string? pages = null,
        [Description(DescribeDescription)] bool describePictures = false,
        CancellationToken cancellationToken = default)
    {
        var parsed = await ParseDocumentAsync(document, pages, describePictures, cancellationToken).ConfigureAwait(false);
        return parsed.ToMarkdown();
    }

    /// <summary>Parses a document page by page: each is given as soon as it and those before it are there.</summary>
    /// <remarks><see cref="QwenDocumentOptions.PagesAtOnce"/> pages are worked on together; with one, the next is begun when it is asked
    /// for.</remarks>
    /// <param name="document">A PDF file, or the picture of the only page.</param>
    /// <param name="pages">Which pages, such as "1-3, 7"; null for all.</param>
    /// <param name="describePictures">Whether pictures on the pages are described.</param>
    /// <param name="progress">Told before each page and at the end; counts pages.</param>
    /// <param name="cancellationToken">Stops the answer within one step.</param>
    /// <exception cref="QwenException">The document or a page cannot be read; pages before it have been given.</exception>
    public IAsyncEnumerable<DocumentPage> StreamPagesAsync(
        MediaSource document,
        string? pages = null,
        bool describePictures = false,
        IProgress<QwenProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        StreamPagesAsync([document], pages, describePictures, progress, cancellationToken);

    /// <summary>Parses pictures of pages one by one.</summary>
    /// <inheritdoc cref="StreamPagesAsync(MediaSource, string, bool, IProgress{QwenProgress}, CancellationToken)"/>
    /// <param name="document">Pictures, one a page; each is read when its turn comes.</param>
    /// <param name="pages">Which pages, such as "1-3, 7"; null for all.</param>
    /// <param name="describePictures">Whether pictures on the pages are described.</param>
    /// <param name="progress">Told before each page and at the end; counts pages.</param>
    /// <param name="cancellationToken">Stops the answer within one step.</param>
    public IAsyncEnumerable<DocumentPage> StreamPagesAsync(
        IReadOnlyList<MediaSource> document,
        string? pages = null,
        bool describePictures = false,
        IProgress<QwenProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        StreamAsync(document, pages, options.MaxPages, describePictures, progress, cancellationToken);

    private async IAsyncEnumerable<DocumentPage> StreamAsync(
        IReadOnlyList<MediaSource> document,
        string? pages,
        int? limit,
        bool describePictures,
        IProgress<QwenProgress>? progress,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var source = await PageSource.OpenAsync(document, asker, options.Pdf, cancellationToken).ConfigureAwait(false);
        var wanted = PageNumbers.Parse(pages, source.Count, limit);
        using var next = wanted.GetEnumerator();
        next.MoveNext();
        var atOnce = await CallersAtOnce.ChooseAsync(client, options.PagesAtOnce, cancellationToken).ConfigureAwait(false);
        var done = 0L;
        Report();
        await foreach (var page in OrderedWork.RunAsync(
            wanted, (page, stop) => AskAsync(source, page, describePictures, stop), atOnce, cancellationToken).ConfigureAwait(false))
        {
            yield return page;
            done++;
            next.MoveNext();
            Report();
        }

        void Report() => progress?.Report(new QwenProgress(
            done < wanted.Count ? string.Create(CultureInfo.InvariantCulture, $"Parsing page {next.Current}") : "Parsed",
            done,
            wanted.Count));
    }

    private async Task<DocumentPage> AskAsync(PageSource source, int page, bool describePictures, CancellationToken cancellationToken)
    {
        var picture = await source.ReadAsync(page, cancellationToken).ConfigureAwait(false);
        return await AskAsync(picture, page, describePictures, cancellationToken).ConfigureAwait(false);
    }

    private async Task<DocumentPage> AskAsync(
        LoadedPicture picture, int page, bool describePictures, CancellationToken cancellationToken)
    {
        var image = picture.Decode(options.Pictures.Limits, cancellationToken);
        var profile = named ?? await asker.FindProfileAsync(cancellationToken).ConfigureAwait(false);
        if (profile?.Pages is { } pages)
        {
            var markdown = await asker.AskForMarkdownAsync(image, profile, cancellationToken).ConfigureAwait(false);
            return DocumentPage.ParseMarkdown(markdown, page, pages.FrontMatter);
        }

        var question = describePictures ? QuestionWithCaptions : Question;
        var answer = await asker.AskAsync(image, question, MarkupForms.Page, cancellationToken).ConfigureAwait(false);
        return DocumentPage.Parse(answer, page);
    }
}
