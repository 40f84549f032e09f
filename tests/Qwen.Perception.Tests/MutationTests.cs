using System.Text;
using Qwen.Perception;
using Qwen.Testing;

namespace Qwen.Perception.Tests;

/// <summary>Answers of a real model, damaged at random: nothing throws, nothing lies outside the picture.</summary>
public class MutationTests(ITestOutputHelper output)
{
    private const int Rounds = 10_000;
    private const string Pieces = "{}[]\"'`,:#/\\<>|-.0123456789 \n\t\0eéx图";

    [Fact]
    public async Task Damaged_answers_never_throw_and_never_leave_the_picture()
    {
        var answers = RecordedAnswers.All().Select(recorded => recorded.Answer).ToList();
        answers.Add("""<points x1="12" y1="34" x2="56" y2="78" alt="cup">cup</points>""");
        answers.Add("12,34,56,78 cup\n1,2,3,4 plate");
        answers.Add("| a | b |\n| --- | --- |\n| 1 | 2 |");
        answers.Add("<table><tr><th colspan=\"2\">a</th></tr><tr><td>b</td><td>c</td></tr></table>");
        var random = new Random(20_250_219);
        var client = new FixedAnswerClient("");
        var picture = TestPicture.Encode(130, 90);
        var found = 0;
        for (var round = 0; round < Rounds; round++)
        {
            client.Answer = Mutate(answers[random.Next(answers.Count)], random);
            found += await ReadAsync(client, picture, round % 8);
        }

        output.WriteLine($"{Rounds} damaged answers, {found} findings, all inside the picture");
        Assert.True(found > Rounds); // the answers are damaged, not destroyed
    }

    private static async Task<int> ReadAsync(FixedAnswerClient client, byte[] picture, int way)
    {
        var grounding = new GroundingTasks(client);
        var reading = new ReadingTasks(client);
        switch (way)
        {
            case 0:
                return Check((await grounding.LocateAsync(picture, "x")).Boxes);
            case 1:
                return Check((await grounding.PointAsync(picture, "x")).Points);
            case 2:
                var count = await grounding.CountAsync(picture, "xs", detectFirst: true);
                return Check(count.Boxes) + Check(count.Points);
            case 3:
                return Check((await grounding.DescribeEachAsync(picture, "x", ["a"])).Boxes);
            case 4:
                return Check((await reading.SpotLinesAsync(picture)).Lines);
            case 5:
                return (await reading.ExtractFieldsAsync(picture, ["a"])).Fields.Count;
            case 6:
                var rows = (await reading.ReadTableAsync(picture)).Rows;
                Assert.True(rows.Count == 0 || rows.All(row => row.Count == rows[0].Count));
                return rows.Count;
            default:
                return (await new RecognitionTasks(client).RecogniseAsync(picture)).Found.Count
                    + (await reading.ReadTextAsync(picture)).Lines.Count;
        }
    }

    private static int Check(IReadOnlyList<LocatedBox> boxes)
    {
        Assert.All(
            boxes,
            box => Assert.True(box is { X1: >= 0, Y1: >= 0, X2: <= 130, Y2: <= 90 } && box.X1 < box.X2 && box.Y1 < box.Y2, $"{box}"));
        return boxes.Count;
    }

    private static int Check(IReadOnlyList<LocatedPoint> points)
    {
        Assert.All(points, point => Assert.True(point is { X: >= 0 and < 130, Y: >= 0 and < 90 }, $"{point}"));
        return points.Count;
    }

    private static string Mutate(string answer, Random random)
    {
        var text = new StringBuilder(answer);
        for (var changes = random.Next(1, 6); changes > 0 && text.Length > 0; changes--)
        {
            var at = random.Next(text.Length);
            var length = Math.Min(random.Next(1, 30), text.Length - at);
            switch (random.Next(7))
            {
                case 0:
                    text.Remove(at, length);
                    break;
                case 1:
                    text.Insert(at, text.ToString(at, length));
                    break;
                case 2:
                    text.Length = at; // cut off
                    break;
                case 3:
                    text.Insert(at, random.NextInt64(-100_000_000_000, 100_000_000_000));
                    break;
                default:
                    text[at] = Pieces[random.Next(Pieces.Length)];
                    break;
            }
        }

        return text.ToString();
    }
}
