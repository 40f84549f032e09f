using Qwen.Cli.Evaluation;
using Qwen.DemoModel.Data;
using Qwen.DemoModel.Drawing;
using Qwen.DemoModel.Evaluation;
using Qwen.DemoModel.Tasks;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Text;

namespace Qwen.DemoModel.Tests;

/// <summary>What is drawn is what is said about it.</summary>
public sealed class TaskTests
{
    /// <summary>Questions that do not fit their batch are left out: of no kind may that be most.</summary>
    [Fact]
    public void Every_kind_of_question_fits_its_batch()
    {
        using var checkpoint = Checkpoint.Open(Setup.DemoModel);
        var packer = new Packer(QwenTokenizer.Load(Setup.DemoModel), checkpoint.Config, checkpoint.Preprocessor);
        var fits = new Dictionary<string, List<bool>>();
        foreach (var bucket in Bucket.All.Values)
        {
            foreach (var (_, task, sizes) in bucket.Kinds)
            {
                for (var seed = 2; seed < 90; seed += 2)
                {
                    var dice = new Dice(seed, heldOut: false);
                    var (width, height) = dice.Pick(sizes);
                    var picture = task.Draw(dice, width, height);
                    for (var asked = 0; asked < 4; asked++)
                    {
                        if (task.Ask(dice, picture) is not { } question)
                            continue;
                        if (!fits.TryGetValue(question.Kind, out var kind))
                            fits.Add(question.Kind, kind = []);
                        kind.Add(packer.Measure(question) <= bucket.TextTokens);
                    }
                }
            }
        }

        Assert.Contains("events", fits.Keys);
        Assert.All(
            fits,
            kind => Assert.True(kind.Value.Count(fit => fit) * 2 >= kind.Value.Count, $"most questions of kind {kind.Key} do not fit"));
    }

    public static TheoryData<string> Rows =>
        [.. TableRow.All.Where(
            row => row.Form is RequestForm.Plain or RequestForm.Functions or RequestForm.TwoPictures && row.Kind != "refuse")
            .Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_perfect_answer_scores_fully_and_another_pictures_does_not(string name)
    {
        var row = TableRow.All.First(row => row.Name == name);
        var questions = Enumerable.Range(0, 40).Select(seed => Ask(row, seed)).OfType<Question>().ToList();
        var isError = row.Kind == "read";
        Assert.True(questions.Count > 10);
        foreach (var question in questions)
        {
            var (points, of) = Judge.Score(question, question.AnswerText, 1, 1);
            Assert.Equal(isError ? 0 : of, points);
            Assert.True(of > 0);
        }

        // every empty list is equal, and so is the sentence about what was never learned
        if (row.Kind is "absent" or "unlearned")
            return;
        var wrong = questions.Zip(questions.Skip(1), (question, other) => Judge.Score(question, other.AnswerText, 1, 1)).ToList();
        var share = wrong.Sum(score => score.Points) / wrong.Sum(score => score.Of);
        Assert.True(isError ? share > 0.5 : share < 0.6, $"{share:0.00}");
    }

    [Fact]
    public void Equal_seeds_draw_equal_pictures_and_questions()
    {
        foreach (var row in TableRow.All)
        {
            var (first, second) = (Draw(), Draw());
            Assert.Equal(first?.Pictures.SelectMany(picture => picture.Frames), second?.Pictures.SelectMany(picture => picture.Frames));
            Assert.Equal((first?.Question.Prompt, first?.Question.AnswerText), (second?.Question.Prompt, second?.Question.AnswerText));
            Assert.Equal(first?.Tools, second?.Tools);

            DrawnCase? Draw() => row.Draw(new Dice(7, heldOut: true));
        }
    }

    [Fact]
    public void Things_lie_inside_and_their_units_show_them()
    {
        foreach (var seed in Enumerable.Range(0, 60))
        {
            var dice = new Dice(seed, heldOut: false);
            var picture = new SceneTask().Draw(dice, 224, 112);
            foreach (var thing in picture.Things)
            {
                Assert.True(thing.Box is { Left: >= 0, Top: >= 0, Right: < 224, Bottom: < 112 } && thing.Box.Left < thing.Box.Right
                    && thing.Box.Top < thing.Box.Bottom);
                Assert.NotEmpty(picture.UnitsOf(thing));
            }
        }
    }

    [Fact]
    public void A_resized_picture_keeps_its_truth()
    {
        var picture = new SceneTask().Draw(new Dice(5, heldOut: false), 280, 196);
        var small = picture.Resized(140, 112);
        Assert.Equal(140 * 112 * 3, small.Frames[0].Length);
        foreach (var (before, after) in picture.Things.Zip(small.Things))
        {
            Assert.InRange(after.Box.CentreX, before.Box.CentreX / 2 - 2, before.Box.CentreX / 2 + 2);
            Assert.Equal(before.Name, after.Name);
        }
    }

    [Fact]
    public void Edit_distance_counts_the_fewest_changes()
    {
        Assert.Equal(0, PageBlocks.EditDistance("abc", "abc"));
        Assert.Equal(3, PageBlocks.EditDistance("kitten", "sitting"));
        Assert.Equal(4, PageBlocks.EditDistance("", "four"));
    }

    [Fact]
    public void Held_out_words_are_never_trained()
    {
        var trained = Enumerable.Range(0, 4000).Select(seed => Words.One(new Dice(seed, heldOut: false))).ToHashSet();
        Assert.DoesNotContain(Enumerable.Range(0, 500).Select(seed => Words.One(new Dice(seed, heldOut: true))), trained.Contains);
    }

    private static Question? Ask(TableRow row, int seed) => row.Draw(new Dice(seed, heldOut: true))?.Question;
}
