using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Qwen.VisionLanguage;

namespace Qwen.Videos.Index;

/// <content>Searching.</content>
public sealed partial class VideoIndex
{
    private const int CandidatesPerResult = 5;
    private const string Changed = "The file is gone or has changed since it was indexed: index it again.";

    /// <summary>Finds moments by words and, where the index was opened with an embedding generator, by meaning; the best first.</summary>
    /// <param name="words">
    /// What to look for. Words in quotation marks are a phrase; nothing else has a special meaning. Moments with all words come alone;
    /// only where there is none, those with some.
    /// </param>
    /// <param name="verify">
    /// Whether the model looks at the frames of each moment again and confirms it; what it denies is left out. Takes a chat client.
    /// </param>
    /// <param name="limit">Most moments.</param>
    /// <param name="cancellationToken">Stops within one step.</param>
    /// <returns>Moments as they are found and, where wished, confirmed.</returns>
    /// <exception cref="QwenException">There is nothing to look for or nobody to verify, or the index cannot be read.</exception>
    public async IAsyncEnumerable<VideoMoment> SearchAsync(
        string words, bool verify = false, int limit = 10, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        if (SearchWords.Quote(words).Count == 0)
            throw new QwenException("There is nothing to look for: give at least one word.");
        if (verify && worker is null)
            throw new QwenException("To verify moments, a chat client has to be given to VideoIndex.Open.");

        var candidates = limit * CandidatesPerResult;
        var ranking = RankFusion.Merge(
            store.FindByWords(words, candidates), await FindByMeaningAsync(words, candidates, cancellationToken).ConfigureAwait(false));
        var given = 0;
        using var unchanged = new UnchangedVideo(OpenAsync);
        foreach (var (segment, score) in ranking)
        {
            if (given == limit)
                yield break;
            if (store.Get(segment) is not { } stored)
                continue; // taken out meanwhile
            var moment = new VideoMoment { File = stored.File.Path, Segment = stored.Segment, Score = score, Picture = stored.Picture };
            if (verify)
                moment = await VerifyAsync(moment, stored, unchanged, words, cancellationToken).ConfigureAwait(false);
            if (moment.Verified == false)
                continue;
            given++;
            yield return moment;
        }
    }

    private async Task<IReadOnlyList<long>> FindByMeaningAsync(string words, int limit, CancellationToken cancellationToken)
    {
        if (embeddings is null)
            return [];
        var wanted = await embeddings.GenerateVectorAsync(words, cancellationToken: cancellationToken).ConfigureAwait(false);
        return store.FindByMeaning(wanted, options.MinSimilarity, limit);
    }

    private async Task<VideoMoment> VerifyAsync(
        VideoMoment moment, StoredSegment stored, UnchangedVideo unchanged, string words, CancellationToken cancellationToken)
    {
        try
        {
            if (await unchanged.OpenAsync(stored.File, cancellationToken).ConfigureAwait(false) is not { } video)
                return moment with { Note = Changed };
            var question = string.Format(CultureInfo.InvariantCulture, options.Video.Prompts.Verify, words);
            var (isShown, answer) =
                await worker!.VerifyAsync(video, stored.Window, question, cancellationToken).ConfigureAwait(false);
            return moment with { Verified = isShown, Note = answer };
        }
        catch (QwenException error)
        {
            return moment with { Note = error.Message };
        }
    }
}
