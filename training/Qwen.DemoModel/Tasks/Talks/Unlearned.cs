using Qwen.DemoModel.Drawing;

namespace Qwen.DemoModel.Tasks.Talks;

/// <summary>What this model never learned: the world, conversation, photographs. It says so in one sentence.</summary>
internal static class Unlearned
{
    /// <summary>The sentence.</summary>
    public const string Sentence = "I cannot answer that: I am a small test model for shapes, printed text, screens and short clips.";

    /// <summary>The sentence where functions are offered and none fits.</summary>
    public const string NoFunction = "None of the functions can do that.";

    private static readonly string[] Asked =
    [
        "Who is {N}?", "Who was {N} {N}?", "What is a {w}?", "What is the capital of {N}?", "Where is {N}?", "Why is the {w} {c}?",
        "How does a {w} work?",
        "Tell me about the {w}.", "Tell me a joke.", "Tell me a story about a {w}.", "Write a poem about the {w}.",
        "Write a letter to {N}.", "Write code that sorts a {w}.",
        "What is {n} plus {n}?", "What is {n} times {n}?", "{n} - {n} = ?", "Translate '{w}' into French.", "What does '{w}' mean?",
        "How do you say {w} in German?",
        "Hello!", "Hi.", "Good morning!", "How are you?", "Thank you.", "What can I cook with {w}?", "Should I buy a {w}?",
        "What is the weather in {N}?", "Is it going to rain?",
        "Explain {w} to a child.", "Give me five ideas for a {w}.", "Which {w} is best?", "When was the {w} invented?", "How old is {N}?",
        "Summarize the book {N}.",
        "Do you like {w}?", "What do you think of {N}?", "How far is it to {N}?", "How much does a {w} cost?", "Play a game with me.",
        "Sing a song.", "What is your favourite {w}?",
    ];

    private static readonly string[] HeldOutAsked =
    [
        "Who wrote {N}?", "What is the population of {N}?", "Describe the history of the {w}.", "Compose a song about {w}.",
        "What is {n} divided by {n}?", "Good evening!",
        "How do I repair a {w}?", "Why do people like {w}?", "Recommend a {w}.", "Please explain what {w} is.",
    ];

    private static readonly string[] AskedOfPictures =
    [
        "Describe this photo.", "What is the person doing?", "Who is in the picture?", "What animal is this?", "What is in this image?",
        "Where was this photo taken?", "What breed is the dog?",
        "Is the woman smiling?", "What is the man wearing?", "What is the weather like in this picture?", "Which city is this?",
        "What kind of food is that?", "Describe this image.",
        "What season is it?", "Is this indoors or outdoors?", "What brand is the car?", "What is the mood of this picture?",
        "How old is the child?",
    ];

    private static readonly string[] HeldOutAskedOfPictures =
    [
        "What are the people doing?", "Which animals can you see?", "What is the building in the background?",
        "Describe the scene in detail.", "What is on the plate?",
    ];

    /// <summary>A request without a picture.</summary>
    public static Question Draw(Dice dice)
    {
        var text = dice.Pick(dice.HeldOut ? HeldOutAsked : Asked);
        foreach (var (slot, value) in (ReadOnlySpan<(string, Func<string>)>)
            [
                ("{N}", () => Words.Capitalised(Words.One(dice))),
                ("{w}", () => Words.One(dice)),
                ("{c}", () => dice.Pick(Shade.Names)),
                ("{n}", () => $"{dice.Between(1, 999)}")
            ])
        {
            for (var at = text.IndexOf(slot, StringComparison.Ordinal); at >= 0; at = text.IndexOf(slot, StringComparison.Ordinal))
                text = text[..at] + value() + text[(at + slot.Length)..];
        }

        return new Question("unlearned", text, new AnswerText().Seen(Sentence).Pieces);
    }

    /// <summary>A question about a photograph.</summary>
    public static Question DrawOfPicture(Dice dice)
        => new("unlearned", dice.Pick(dice.HeldOut ? HeldOutAskedOfPictures : AskedOfPictures), new AnswerText().Seen(Sentence).Pieces);
}
