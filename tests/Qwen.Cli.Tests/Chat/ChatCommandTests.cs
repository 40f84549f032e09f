using System.Globalization;
using System.Text.RegularExpressions;
using Qwen.Cli.Terminal;
using Qwen.Cli.Tests.Evaluation;
using Qwen.Testing;

namespace Qwen.Cli.Tests.Chat;

/// <summary><c>qwenvl chat</c> with the demo model, as a pipe sees it.</summary>
public sealed class ChatCommandTests
{
    private static readonly string Picture = Path.Combine(CaseFolders.Embedded, "box112-00.png");

    private const string Question = "Locate the black star, report the bbox coordinates in JSON format.";

    [Fact]
    public async Task One_question_gives_the_answer_alone_on_standard_output()
    {
        var run = await CommandRun.StartAsync(["chat", RepositoryFiles.DemoCheckpoint, Question, "--image", Picture, "--device", "cpu"]);
        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.StartsWith("```json", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("```", run.Output.Trim(), StringComparison.Ordinal);
        Assert.Contains("\"label\": \"black star\"", run.Output, StringComparison.Ordinal);
        Assert.Contains("tokens in (16 of them pictures)", run.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_folder_the_demo_model_answers()
    {
        var run = await CommandRun.StartAsync(["chat", Question, "-i", Picture, "--device", "cpu"]);
        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.Contains("black star", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limit_of_tokens_cuts_the_answer_and_says_so()
    {
        var run = await CommandRun.StartAsync(["chat", Question, "-i", Picture, "--max-tokens", "3", "--device", "cpu"]);
        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.Contains(", 3 out", run.Notes, StringComparison.Ordinal);
        Assert.Contains("ended by length", run.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Places_are_told_in_pixels_of_the_callers_own_picture()
    {
        // the same picture at a quarter of its size and at its own: the answer is that of what is seen
        var small = await CommandRun.StartAsync(["chat", Question, "-i", Picture, "--device", "cpu", "--max-pixels", "3136"]);
        const string said = "In pixels of box112-00.png itself, which has 112×112 and was seen at 56×56:";
        Assert.Contains(said, small.Notes, StringComparison.Ordinal);
        var seen = Regex.Match(small.Output, @"\[(\d+), (\d+), (\d+), (\d+)\]").Groups.Values.Skip(1);
        var own = string.Join(", ", seen.Select(number => 2 * int.Parse(number.Value, CultureInfo.InvariantCulture)));
        Assert.Contains($": {own}", small.Notes, StringComparison.Ordinal);

        var whole = await CommandRun.StartAsync(["chat", Question, "-i", Picture, "--device", "cpu"]);
        Assert.DoesNotContain("In pixels of", whole.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_demo_model_never_learned_is_said_once()
    {
        var run = await CommandRun.StartAsync(["chat", "--device", "cpu", "--max-tokens", "4"], "Hello\nHow are you?\n");
        Assert.Single(run.Notes.Split("The demo model never learned to converse").Skip(1));
        var asked = await CommandRun.StartAsync(["chat", Question, "-i", Picture, "--device", "cpu", "--max-tokens", "4"]);
        Assert.DoesNotContain("never learned", asked.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conversation_takes_commands_and_survives_mistakes()
    {
        var lines = string.Join(
            '\n', "/image no-such-file.png", "/what", $"/image {Picture}", Question, "/reset", $"/image {Picture}", "", Question, "/exit",
            "never asked");
        var run = await CommandRun.StartAsync(["chat", RepositoryFiles.DemoCheckpoint, "--device", "cpu"], lines);
        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.Contains("no-such-file.png", run.Notes, StringComparison.Ordinal);
        Assert.Contains("/image FILE", run.Notes, StringComparison.Ordinal);
        Assert.Contains("A new conversation.", run.Notes, StringComparison.Ordinal);

        // the same question after a reset is the same conversation, so greedy answers are equal
        var answers = run.Output.Split("```json", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, answers.Length);
        Assert.Equal(answers[0], answers[1]);
    }

    [Fact]
    public async Task An_interrupt_stops_the_answer_and_leaves_the_conversation_usable()
    {
        using var interrupts = new InterruptSource();
        using var output = new InterruptingWriter(interrupts);
        var lines = string.Join('\n', $"/image {Picture}", Question, $"/image {Picture}", Question);
        var run = await CommandRun.StartAsync(["chat", RepositoryFiles.DemoCheckpoint, "--device", "cpu"], lines, interrupts, output);
        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.Contains("Stopped", run.Notes, StringComparison.Ordinal);
        Assert.Single(run.Output.Split("black star").Skip(1));
    }

    // presses Ctrl-C once, as soon as the first piece of an answer appears
    private sealed class InterruptingWriter(InterruptSource interrupts) : StringWriter
    {
        private bool pressed;

        public override Task WriteAsync(string? value)
        {
            if (!pressed && value is { Length: > 0 })
            {
                pressed = true;
                Assert.True(interrupts.Interrupt());
            }

            return base.WriteAsync(value);
        }
    }
}
