using Qwen.Testing;

namespace Qwen.Cli.Tests.Natives;

/// <summary>A machine or an installation without one of the native libraries: a sentence names it and what brings it.</summary>
public sealed class MissingNativeTests(CopiedCommand command) : IClassFixture<CopiedCommand>, IDisposable
{
    private const string Skia = "SkiaSharp", Sqlite = "e_sqlite3", Onnx = "onnxruntime";

    private static readonly string Picture = Path.Combine(RepositoryFiles.Root, "samples", "01-see", "pictures", "phone.png");

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("chat")]
    [InlineData("locate")]
    [InlineData("screen")]
    [InlineData("phone")]
    public async Task Without_Skia_a_sentence_names_its_package(string what)
    {
        using var gone = command.Without(Skia, folder.Path);
        var run = await command.RunAsync(what switch
        {
            "chat" => ["chat", "--image", Picture, "What is this?"],
            "locate" => ["locate", "circle", Picture],
            _ => [what, "see", "--out", folder.File("seen.png")],
        });
        Assert.Equal(ExitCode.Failure, run.ExitCode);
        Assert.Contains("SkiaSharp.NativeAssets.", run.Notes, StringComparison.Ordinal);
        AssertPlain(run);
    }

    [Fact]
    public async Task The_self_test_tells_of_missing_libraries_and_asks_the_model_only_with_pictures()
    {
        using (command.Without(Skia, folder.Path))
        {
            using var alsoGone = command.Without(Sqlite, folder.Path);
            var run = await command.RunAsync(["selftest"]);
            Assert.Equal(ExitCode.Failure, run.ExitCode);
            Assert.Matches("(?m)^pictures .*SkiaSharp.NativeAssets.", run.Output);
            Assert.Matches("(?m)^video index .*Microsoft.Data.Sqlite", run.Output);
            Assert.Contains("no picture", run.Notes, StringComparison.Ordinal);
            AssertPlain(run);
        }

        using (command.Without(Onnx, folder.Path))
        {
            var run = await command.RunAsync(["selftest"]);
            Assert.True(run.ExitCode == ExitCode.Ok, run.Notes);
            Assert.Matches("(?m)^ONNX Runtime .*Microsoft.ML.OnnxRuntime.* The processor runs without it.", run.Output);
            Assert.Contains("All answers are right.", run.Output, StringComparison.Ordinal);
            AssertPlain(run);
        }
    }

    [Fact]
    public async Task Without_SQLite_a_sentence_names_its_package()
    {
        var index = folder.File("films.qwenindex");
        await File.WriteAllBytesAsync(index, [], TestContext.Current.CancellationToken);
        using var gone = command.Without(Sqlite, folder.Path);
        var run = await command.RunAsync(["search", "a red bus", "--index", index]);
        Assert.Equal(ExitCode.Failure, run.ExitCode);
        Assert.Contains("Microsoft.Data.Sqlite", run.Notes, StringComparison.Ordinal);
        AssertPlain(run);
    }

    [Theory]
    [InlineData(Skia, "locate", "circle")]
    [InlineData(Onnx, "chat", "--device", "onnx-cpu", "Hello")]
    public async Task A_file_that_is_no_library_is_not_called_missing(string library, params string[] arguments)
    {
        var files = command.FilesOf(library);
        using var gone = command.Without(library, folder.Path);
        foreach (var file in files)
            await File.WriteAllTextAsync(file, new string('x', 4096), TestContext.Current.CancellationToken);
        var run = await command.RunAsync(library == Skia ? [.. arguments, Picture] : arguments);
        Assert.Equal(ExitCode.Failure, run.ExitCode);
        Assert.Contains(library, run.Notes, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("no such file where", run.Notes, StringComparison.Ordinal);
        AssertPlain(run);
    }

    [Fact]
    public async Task The_command_takes_the_runtime_of_a_folder_that_the_person_names()
    {
        string[] arguments = ["chat", "--device", "onnx-cpu", "--max-tokens", "4", "Hello"];
        using var gone = command.Without(Onnx, folder.Path);
        var without = await command.RunAsync(arguments);
        Assert.Equal(ExitCode.Failure, without.ExitCode);
        Assert.Contains("QWENVL_ONNXRUNTIME", without.Notes, StringComparison.Ordinal);
        var named = await command.RunAsync(arguments, ("QWENVL_ONNXRUNTIME", folder.Path));
        Assert.True(named.ExitCode == ExitCode.Ok, named.Notes);
        var empty = Directory.CreateDirectory(folder.File("empty")).FullName;
        var wrong = await command.RunAsync(arguments, ("QWENVL_ONNXRUNTIME", empty));
        Assert.Equal(ExitCode.Failure, wrong.ExitCode);
        Assert.Contains(empty, wrong.Notes, StringComparison.Ordinal);

        // asked for by naming the folder, and not had: one line
        var other = await command.RunAsync(["chat", "--max-tokens", "4", "Hello"], ("QWENVL_ONNXRUNTIME", folder.Path));
        Assert.Contains("cuda, directml and webgpu are not in this ONNX Runtime.", other.Notes, StringComparison.Ordinal);
        var listed = await command.RunAsync(
            ["chat", "--device", "cuda,cpu", "--max-tokens", "4", "Hello"], ("QWENVL_ONNXRUNTIME", folder.Path));
        Assert.True(listed.ExitCode == ExitCode.Ok, listed.Notes);
        Assert.Contains("cpu runs because cuda is not in this ONNX Runtime.", listed.Notes, StringComparison.Ordinal);
        Assert.DoesNotContain("kernels", listed.Notes, StringComparison.Ordinal);

        // what the shell proposes is what there is
        var offered = await command.RunAsync(["[suggest:18]", "selftest --device "]);
        Assert.Contains("onnx-cpu", offered.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("cuda", offered.Output, StringComparison.Ordinal);
        offered = await command.RunAsync(["[suggest:18]", "selftest --device "], ("QWENVL_ONNXRUNTIME", folder.Path));
        Assert.Contains("cuda", offered.Output, StringComparison.Ordinal);
    }

    private static void AssertPlain(CommandRun run)
    {
        Assert.DoesNotContain("Exception", run.Notes + run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Notes + run.Output, StringComparison.Ordinal);
    }
}
