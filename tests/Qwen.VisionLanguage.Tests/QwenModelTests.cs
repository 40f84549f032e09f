using System.Text;
using Qwen.Testing;
using Qwen.VisionLanguage.Generation;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Runtime;
using Qwen.VisionLanguage.Runtime.Cpu.Kernels;
using Qwen.VisionLanguage.Text;

namespace Qwen.VisionLanguage.Tests;

/// <summary>One loaded model under the loads an application puts on it.</summary>
public sealed class QwenModelTests : IAsyncLifetime
{
    private QwenModel model = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // 32 bit: integer kernels round differently for one row and for several, which turns near ties when other tokens were kept
    private static readonly QwenModelOptions Exact = new() { Device = "cpu", Precision = QwenPrecision.Float32 };

    public async ValueTask InitializeAsync() => model = await QwenModel.LoadAsync(RepositoryFiles.DemoCheckpoint, Exact);

    public ValueTask DisposeAsync() => model.DisposeAsync();

    [Fact]
    public async Task Eight_callers_at_once_get_the_tokens_of_one_after_the_other()
    {
        var questions = Enumerable.Range(0, 8)
            .Select(n => Ask(Picture(n), $"How many red circle{(n % 2 == 0 ? "s" : "")} are there in the image?"))
            .ToList();
        var alone = new List<int[]>();
        foreach (var question in questions)
            alone.Add(await Tokens(model, question));
        var together = await Task.WhenAll(questions.Select(question => Tokens(model, question)));
        Assert.Equal(alone, together);
    }

    [Fact]
    public async Task Sampling_with_a_seed_is_reproducible_also_among_other_callers()
    {
        var request = Ask(Picture(1), "Read all the text in the image.") with
        {
            Sampling = new SamplingOptions { Temperature = 1.5f, Seed = 42 },
            MaxOutputTokens = 40,
        };
        var first = await Tokens(model, request);
        var again = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Tokens(model, request)));
        Assert.All(again, tokens => Assert.Equal(first, tokens));
        Assert.NotEqual(first, await Tokens(model, request with { Sampling = new SamplingOptions { Temperature = 1.5f, Seed = 43 } }));
    }

    [Fact]
    public async Task A_longer_conversation_starts_where_the_last_one_ended_with_the_same_answer()
    {
        var first = Ask(Picture(2), "How many red circles are there in the image?");
        var answer = await Answer(model, first);
        Assert.Equal(0, answer.Usage.CachedInputTokens);
        Assert.Equal(1, answer.Usage.EncodedSlices);

        var second = first with
        {
            Turns = [.. first.Turns, new ChatTurn(
                ChatTurnRole.Assistant, answer.Text), new ChatTurn(ChatTurnRole.User, "How many blue squares are there in the image?")],
        };
        var continued = await Answer(model, second);
        Assert.True(continued.Usage.CachedInputTokens > answer.Usage.InputTokens, "The answer's tokens are kept too.");
        Assert.Equal(0, continued.Usage.EncodedSlices);

        await using var fresh = await QwenModel.LoadAsync(
            RepositoryFiles.DemoCheckpoint, Exact with { PrefixCacheEntries = 0, VisionCacheBytes = 0 });
        var recomputed = await Answer(fresh, second);
        Assert.Equal(0, recomputed.Usage.CachedInputTokens);
        Assert.Equal(recomputed.Tokens, continued.Tokens);
    }

    [Fact]
    public async Task Another_question_about_a_picture_keeps_the_picture_and_another_picture_does_not()
    {
        await Answer(model, Ask(Picture(3), "How many red circles are there in the image?"));
        var other = await Answer(model, Ask(Picture(3), "Locate the red circle, report the bbox coordinates in JSON format."));
        Assert.True(other.Usage.CachedInputTokens >= other.Usage.VisionTokens, "System text and picture are shared.");

        var elsewhere = await Answer(model, Ask(Picture(4), "Locate the red circle, report the bbox coordinates in JSON format."));
        Assert.True(elsewhere.Usage.CachedInputTokens < elsewhere.Usage.VisionTokens + 15);
        Assert.Equal(1, elsewhere.Usage.EncodedSlices);
    }

    [Fact]
    public async Task Cancelling_ends_the_answer_and_leaves_the_model_usable()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var request = Endless(Picture(5));
        var updates = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in model.GenerateAsync(request, cancel.Token))
            {
                if (++updates == 5)
                    await cancel.CancelAsync();
            }
        });
        Assert.InRange(updates, 5, 5 + 65); // what had been written before the reader got to it may still arrive
        Assert.NotEmpty((await Answer(model, Ask(Picture(5), "How many red circles are there in the image?"))).Text);
    }

    [Fact]
    public async Task Cancelling_inside_a_long_prompt_ends_it()
    {
        var text = string.Concat(Enumerable.Repeat("all the text in the image ", 400));
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var request = new GenerationRequest { Turns = [new ChatTurn(ChatTurnRole.User, text)], MaxOutputTokens = 1 };
        await using var wide = await QwenModel.LoadAsync(
            RepositoryFiles.DemoCheckpoint, new QwenModelOptions { Device = "cpu", MaxContextTokens = 100_000 });
        var reading = Tokens(wide, request, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.NotEmpty(await Tokens(wide, Ask(Picture(6), "Read all the text in the image.")));
    }

    [Fact]
    public async Task Disposing_ends_running_answers_and_refuses_new_ones()
    {
        var dying = await QwenModel.LoadAsync(RepositoryFiles.DemoCheckpoint, new QwenModelOptions { Device = "cpu" });
        var started = new TaskCompletionSource();
        var reading = Task.Run(async () =>
        {
            await foreach (var update in dying.GenerateAsync(Endless(Picture(7)), Stop))
                started.TrySetResult();
        });
        await started.Task;
        await dying.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => reading);
        Assert.Throws<ObjectDisposedException>(() => dying.GenerateAsync(Endless(Picture(7))));
        dying.Dispose(); // once more is harmless
    }

    [Fact]
    public async Task Leaving_the_loop_early_stops_the_model()
    {
        await foreach (var update in model.GenerateAsync(Endless(Picture(8)), Stop))
            break;
        Assert.NotEmpty(await Tokens(model, Ask(Picture(8), "Read all the text in the image.")));
    }

    [Fact]
    public async Task A_scripted_answer_passes_stop_sequences_limits_and_probabilities()
    {
        const string Script = "one two STOP three";
        var stopped = await Answer(model, Scripted(Script) with { StopSequences = ["STOP"] });
        Assert.Equal(("one two ", GenerationFinish.StopSequence), (stopped.Text, stopped.Finish));

        var whole = await Answer(model, Scripted(Script) with { TopLogProbabilities = 3 });
        Assert.Equal((Script, GenerationFinish.EndToken), (whole.Text, whole.Finish));
        Assert.Equal(whole.Tokens.Length, whole.Probabilities.Count);
        Assert.All(whole.Probabilities, p =>
        {
            Assert.True(p.LogProbability <= 0);
            Assert.Equal(3, p.Alternatives.Count);
            Assert.True(p.Alternatives[0].LogProbability >= p.LogProbability);
        });

        var cut = await Answer(model, Scripted(Script) with { MaxOutputTokens = 3 });
        Assert.Equal((3, GenerationFinish.Length), (cut.Tokens.Length, cut.Finish));
        Assert.StartsWith(cut.Text, Script, StringComparison.Ordinal);
        Assert.Equal(cut.Tokens.Length, cut.Usage.OutputTokens);
    }

    [Fact]
    public async Task An_answer_that_repeats_itself_is_stopped()
    {
        var looped = await Answer(model, Scripted(string.Concat(Enumerable.Repeat("the same again, ", 400))));
        Assert.Equal(GenerationFinish.Repetition, looped.Finish);
        Assert.True(looped.Tokens.Length < 1000);
    }

    [Fact]
    public async Task The_cache_grows_with_a_long_answer()
    {
        // longer than the room a short prompt reserves, so that keys and values move to larger buffers on the way
        var script = string.Concat(Enumerable.Range(0, 160).Select(n => $"{n * 7919 % 1000} "));
        var grown = await Answer(model, Scripted(script) with { MaxOutputTokens = 2000 });
        Assert.Equal(script, grown.Text);
        Assert.True(grown.Usage.InputTokens + grown.Usage.OutputTokens > 512);
    }

    [Fact]
    public async Task A_prompt_longer_than_the_context_is_refused_with_its_length()
    {
        await using var narrow = await QwenModel.LoadAsync(
            RepositoryFiles.DemoCheckpoint, new QwenModelOptions { Device = "cpu", MaxContextTokens = 30 });
        var error = await Assert.ThrowsAsync<QwenException>(() => Tokens(narrow, Ask(Picture(9), "Read all the text in the image.")));
        Assert.Contains("30", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("")]
    public async Task An_unknown_device_is_refused_by_name(string device)
    {
        var error = await Assert.ThrowsAsync<QwenException>(
            () => QwenModel.LoadAsync(RepositoryFiles.DemoCheckpoint, new QwenModelOptions { Device = device }));
        Assert.Contains("cpu", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_that_is_not_there_falls_back_with_a_reason()
    {
        await using var fallen = await QwenModel.LoadAsync(RepositoryFiles.DemoCheckpoint, new QwenModelOptions { Device = "cuda,cpu" });
        Assert.Equal("cpu", fallen.Device);
        Assert.Contains("cuda", fallen.DeviceReason, StringComparison.Ordinal);
        await Assert.ThrowsAsync<QwenException>(
            () => QwenModel.LoadAsync(RepositoryFiles.DemoCheckpoint, new QwenModelOptions { Device = "cuda" }));
    }

    [Fact]
    public async Task Our_own_kernels_say_which_of_them_run()
    {
        await using var native = await QwenModel.LoadAsync(RepositoryFiles.DemoCheckpoint, Exact with { Device = "native-cpu" });
        Assert.Equal("native-cpu", native.Device);
        Assert.Matches(
            "native-cpu was asked for first. Its kernels are (avx512-vnni|avx-vnni|avx512|avx2|advsimd-dp|portable) ", native.DeviceReason);
    }

    [Fact]
    public async Task The_processor_takes_our_kernels_where_they_can_be_assembled()
    {
        var fast = AssembledKernels.TryGet(out _) is not null;
        Assert.Equal(fast, DeviceProfile.Parse("cpu")[0].IsNative);
        Assert.All(DeviceProfile.Parse("cpu"), device => Assert.Equal("cpu", device.Name));
        Assert.True(DeviceProfile.Parse("auto")[^1].IsNative); // where no ONNX Runtime is there
        await using var onnx = await QwenModel.LoadAsync(RepositoryFiles.DemoCheckpoint, Exact with { Device = "onnx-cpu" });
        Assert.Equal("onnx-cpu", onnx.Device);
        Assert.DoesNotContain("avx512-vnni", onnx.DeviceReason, StringComparison.Ordinal);
    }

    private GenerationRequest Scripted(string script)
        => Ask(Picture(11), "Read all the text in the image.") with
        {
            Constraint = new ScriptedAnswer(model.Tokenizer.Encode(script), model.GenerationDefaults.EndTokenIds[0]),
        };

    /// <summary>A request whose answer goes on until somebody stops it.</summary>
    private GenerationRequest Endless(RgbImage picture)
        => Ask(picture, "Read all the text in the image.") with
        {
            Constraint = new ScriptedAnswer(
                [.. Enumerable.Range(0, 3000).Select(n => 32 + n * 7919 % 90)], model.GenerationDefaults.EndTokenIds[0]),
            StopRepetition = false,
        };

    private GenerationRequest Ask(RgbImage picture, string question) => new()
    {
        Turns = [new ChatTurn(
            ChatTurnRole.User,
            [new MediaPart(ImagePreparer.Prepare(picture, model.Preprocessor, model.Vision)), new TextPart(question)])],
        MaxOutputTokens = 3000,
    };

    /// <summary>A grey picture with a coloured square, another one for every number.</summary>
    private static RgbImage Picture(int number)
    {
        const int Edge = 112;
        var pixels = new byte[Edge * Edge * 3];
        Array.Fill(pixels, (byte)200);
        for (var y = 0; y < 30; y++)
        {
            for (var x = 0; x < 30; x++)
                pixels[((y + 5 * number) * Edge + x + 40) * 3 + number % 3] = 20;
        }

        return new RgbImage(Edge, Edge, pixels);
    }

    private static async Task<int[]> Tokens(QwenModel model, GenerationRequest request, CancellationToken cancellationToken = default)
        => (await Answer(model, request, cancellationToken)).Tokens;

    private static async Task<Answered> Answer(QwenModel model, GenerationRequest request, CancellationToken cancellationToken = default)
    {
        var (text, tokens, probabilities) = (new StringBuilder(), new List<int>(), new List<TokenLogProbability>());
        GenerationUpdate? last = null;
        await foreach (var update in model.GenerateAsync(request, cancellationToken))
        {
            Assert.Null(last?.Finish);
            last = update;
            text.Append(update.Text);
            tokens.AddRange(update.TokenIds);
            probabilities.AddRange(update.LogProbabilities);
        }

        return new Answered(text.ToString(), [.. tokens], probabilities, last!.Finish!.Value, last.Usage!);
    }

    private sealed record Answered(
        string Text, int[] Tokens, IReadOnlyList<TokenLogProbability> Probabilities, GenerationFinish Finish, GenerationUsage Usage);
}
