using System.ComponentModel;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Media;
using Qwen.Perception.Pictures;
using Qwen.Perception.Recognition;
using Qwen.Shared.Asking;
using Qwen.Shared.Functions;

namespace Qwen.Perception;

/// <summary>Names what a picture shows, answers questions about it, and compares two pictures.</summary>
/// <inheritdoc cref="GroundingTasks" path="/remarks"/>
public sealed class RecognitionTasks
{
    private const int LongestQuestion = 8000;

    private readonly PictureAsker asker;

    /// <summary>Makes the tasks over a client.</summary>
    /// <param name="client">Any chat client; it stays the caller's.</param>
    /// <param name="options">Sizes and limits; null for the defaults.</param>
    public RecognitionTasks(IChatClient client, QwenPictureOptions? options = null) =>
        asker = new PictureAsker(client ?? throw new ArgumentNullException(nameof(client)), options ?? new QwenPictureOptions());

    /// <summary>
    /// The functions as tools of a chat client, an agent or an MCP server: <c>recognition_…</c>. Mistakes come back as
    /// <see cref="ErrorContent"/>.
    /// </summary>
    /// <returns>One for each method that a model can call; pictures they return are <see cref="DataContent"/>, all else is JSON.</returns>
    public IReadOnlyList<AIFunction> AsTools() => TaskTools.Create(this, "recognition");

    /// <summary>Names what a picture shows.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="kind">What kind of things to name, in the plural.</param>
    /// <param name="languages">The languages of the names.</param>
    /// <param name="cancellationToken">Stops the answer within one step.</param>
    [DisplayName("recognise")]
    [Description("Names the plants, animals, places, products or other things that a picture shows.")]
    [return: Description("The names by place in the picture where the model listed them, and its answer in words.")]
    public async Task<RecognitionResult> RecogniseAsync(
        [Description(PictureSource.Description)] MediaSource picture,
        [Description("What kind of things to name, in the plural, for example 'birds'.")] string kind = "things",
        [Description("The languages of the names, for example 'English' or 'Chinese and English'.")] string languages = "English",
        CancellationToken cancellationToken = default)
    {
        var question = RecognitionPrompts.Recognise(
            PromptText.Require(kind, nameof(kind), "'birds'"), PromptText.Require(languages, nameof(languages), "'English'"));
        var answer = await asker.AskAsync(picture, question, null, cancellationToken).ConfigureAwait(false);
        return answer.Complete(new RecognitionResult { Found = NameParser.Parse(answer.Text) });
    }

    /// <summary>Answers a question about a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="question">The question, sent as it is.</param>
    /// <param name="cancellationToken">Stops the answer within one step.</param>
    [DisplayName("ask")]
    [Description("Answers a question about a picture in words.")]
    [return: Description("The answer.")]
    public async Task<AnswerResult> AskAsync(
        [Description(PictureSource.Description)] MediaSource picture,
        [Description("The question, for example 'What is the person on the left doing?'.")] string question,
        CancellationToken cancellationToken = default)
    {
        question = PromptText.Require(question, nameof(question), "'What is the person on the left doing?'", LongestQuestion);
        var answer = await asker.AskAsync(picture, question, null, cancellationToken).ConfigureAwait(false);
        return answer.Complete(new AnswerResult { Answer = answer.Text.Trim() });
    }

    /// <summary>Compares two pictures.</summary>
    /// <param name="first">The first picture; a question may call it "Picture 1".</param>
    /// <param name="second">The second picture; a question may call it "Picture 2".</param>
    /// <param name="question">What to compare; null for what is the same and what differs.</param>
    /// <param name="cancellationToken">Stops the answer within one step.</param>
    [DisplayName("compare")]
    [Description("Compares two pictures, or answers a question about both.")]
    [return: Description("The answer in words.")]
    public async Task<ComparisonResult> CompareAsync(
        [Description(PictureSource.Description)] MediaSource first,
        [Description(PictureSource.Description)] MediaSource second,
        [Description("A question about Picture 1 and Picture 2. Leave it out to hear what is the same and what differs.")]
        string? question = null,
        CancellationToken cancellationToken = default)
    {
        question = question is null
            ? RecognitionPrompts.Compare
            : PromptText.Require(question, nameof(question), "'Which one is newer?'", LongestQuestion);
        var answers = await asker.AskAsync([first, second], question, cancellationToken).ConfigureAwait(false);
        return answers[0].Complete(new ComparisonResult
        {
            Answer = answers[0].Text.Trim(),
            SecondPictureSize = answers[1].PictureSize,
            SecondModelSize = answers[1].ModelSize,
        });
    }
}
