using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Media;
using Qwen.Perception.Forms;
using Qwen.Shared.Asking;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Profiles;

namespace Qwen.Perception.Pictures;

/// <summary>
/// Puts one question about one picture or several to a chat client: system text, pictures, then the question. Thread-safe.
/// </summary>
/// <param name="client">Any client.</param>
/// <param name="options">Sizes, limits, system text.</param>
/// <param name="setting">How the caller came to set the options, for messages.</param>
internal sealed class PictureAsker(IChatClient client, QwenPictureOptions options, string setting = nameof(QwenPictureOptions))
{
    /// <summary>Pixels of an image token across and down.</summary>
    private const int Unit = 28;

    private readonly ModelAsker asker = new(client);
    private readonly PictureSource source = new(options, setting);

    /// <summary>The options, for whoever limits results.</summary>
    public QwenPictureOptions Options => options;

    /// <summary>Asks about one picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="question">What to ask.</param>
    /// <param name="form">How the answer is written; null for words.</param>
    /// <param name="cancellationToken">Stops the answer within one step.</param>
    public async Task<PictureAnswer> AskAsync(RgbImage picture, string question, AnswerForm? form, CancellationToken cancellationToken)
    {
        var seen = await SeeAsync(picture, cancellationToken).ConfigureAwait(false);
        var asked = Ask([seen.ToContent(), new TextContent(question)], form);
        var answer = await asker.AskAsync(asked, cancellationToken).ConfigureAwait(false);
        var model = await asker.FindModelAsync(cancellationToken).ConfigureAwait(false);
        var tokens = answer.Tokens.Count > 0 && model is not null ? AnswerTokens.Find(answer.Text, answer.Tokens, model.Tokenizer) : null;
        return new PictureAnswer(seen.Map, answer.Text, answer.Notes, tokens)
        {
            Coordinates = options.Coordinates,
        };
    }

    /// <summary>The local model's profile; null where the client speaks to a server.</summary>
    public async ValueTask<QwenProfile?> FindProfileAsync(CancellationToken cancellationToken) =>
        (await asker.FindModelAsync(cancellationToken).ConfigureAwait(false))?.Profile;

    /// <summary>Asks a page model for a page.</summary>
    /// <param name="picture">The page.</param>
    /// <param name="profile">How it was trained to be asked, pages too.</param>
    /// <param name="cancellationToken">Stops the answer within one step.</param>
    public async Task<PictureAnswer> AskForMarkdownAsync(RgbImage picture, QwenProfile profile, CancellationToken cancellationToken)
    {
        var pages = profile.Pages!;

        // a size that the options set goes before the one of the training
        var scale = pages.LongestSide / (double)Math.Max(picture.Width, picture.Height);
        int? area = scale is { } factor && options.MaxPixels is null && options.MinPixels is null
            ? (int)Math.Max(Unit * Unit, picture.Width * factor * (picture.Height * factor))
            : null;
        var seen = area is null
            ? await SeeAsync(picture, cancellationToken).ConfigureAwait(false)
            : await asker.SeeAsync(picture, area, area, QwenPictureOptions.DefaultMaxPixels, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<AIContent> content = pages.TextFirst
            ? [new TextContent(pages.Prompt), seen.ToContent()]
            : [seen.ToContent(), new TextContent(pages.Prompt)];
        var system = profile.SystemText ?? options.SystemText;
        var answer = await asker.AskAsync(
            new ModelQuestion(system, content, options.MaxOutputTokens), cancellationToken).ConfigureAwait(false);
        return new PictureAnswer(seen.Map, answer.Text, answer.Notes);
    }

    /// <inheritdoc cref="AskAsync(RgbImage, string, AnswerForm, CancellationToken)"/>
    public async Task<PictureAnswer> AskAsync(MediaSource? picture, string question, AnswerForm? form, CancellationToken cancellationToken)
    {
        var (image, note) = await OpenAsync(picture, cancellationToken).ConfigureAwait(false);
        var answer = await AskAsync(image, question, form, cancellationToken).ConfigureAwait(false);
        if (note is not null)
            answer.Notes.Add(note);
        return answer;
    }

    /// <summary>Asks about several pictures, which the model knows as "Picture 1", "Picture 2" and so on.</summary>
    public async Task<PictureAnswer[]> AskAsync(IReadOnlyList<MediaSource?> pictures, string question, CancellationToken cancellationToken)
    {
        var parts = new List<AIContent>();
        var maps = new List<CoordinateMap>();
        foreach (var picture in pictures)
        {
            var image = await DecodeAsync(picture, cancellationToken).ConfigureAwait(false);
            var seen = await SeeAsync(image, cancellationToken).ConfigureAwait(false);
            maps.Add(seen.Map);
            parts.Add(new TextContent($"Picture {maps.Count}: "));
            parts.Add(seen.ToContent());
        }

        parts.Add(new TextContent(question));
        var answer = await asker.AskAsync(Ask(parts, form: null), cancellationToken).ConfigureAwait(false);
        return [.. maps.Select(map => new PictureAnswer(map, answer.Text, answer.Notes))];
    }

    /// <summary>The picture as the caller gave it, in memory.</summary>
    public ValueTask<LoadedPicture> LoadAsync(MediaSource? picture, CancellationToken cancellationToken) =>
        source.LoadAsync(picture, cancellationToken);

    /// <summary>The picture, upright, at its own size.</summary>
    public async ValueTask<RgbImage> DecodeAsync(MediaSource? picture, CancellationToken cancellationToken) =>
        (await OpenAsync(picture, cancellationToken).ConfigureAwait(false)).Image;

    /// <summary>The picture, and what is to be said where its file holds more than it.</summary>
    public async ValueTask<(RgbImage Image, string? Note)> OpenAsync(MediaSource? picture, CancellationToken cancellationToken)
    {
        var loaded = await source.LoadAsync(picture, cancellationToken).ConfigureAwait(false);
        return (loaded.Decode(options.Limits, cancellationToken), loaded.Note);
    }

    /// <summary>Edge of the largest square that the model sees unshrunk: a whole number of units.</summary>
    public async ValueTask<int> TileSizeAsync(CancellationToken cancellationToken)
    {
        var model = await asker.FindModelAsync(cancellationToken).ConfigureAwait(false);
        var area = ModelAsker.MaxPixels(model, options.MaxPixels, QwenPictureOptions.DefaultMaxPixels);
        return Math.Max(1, (int)Math.Sqrt(area) / Unit) * Unit;
    }

    private ValueTask<SeenPicture> SeeAsync(RgbImage picture, CancellationToken cancellationToken) =>
        asker.SeeAsync(picture, options.MinPixels, options.MaxPixels, QwenPictureOptions.DefaultMaxPixels, cancellationToken);

    private ModelQuestion Ask(IReadOnlyList<AIContent> content, AnswerForm? form) =>
        new(options.SystemText, content, options.MaxOutputTokens)
        {
            Grammar = options.EnforceForm ? form?.Grammar : null,
            Schema = options.SendSchema ? form?.Schema : null,
            ReportsConfidence = form is not null && options.ReportConfidence,
        };
}
