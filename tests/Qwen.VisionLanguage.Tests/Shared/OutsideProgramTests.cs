using System.Diagnostics;
using System.Text;
using Qwen.Shared.OutsidePrograms;
using Qwen.Testing;

namespace Qwen.VisionLanguage.Tests.Shared;

/// <summary>Programs that hang, fork, leave others behind or write without end are ended, and all that they started with them.</summary>
/// <remarks>The shell stands for a program that misbehaves. Times are generous: what is tested ends at once, or not at all.</remarks>
[Collection("Alone")]
public class OutsideProgramTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task What_a_program_writes_and_how_it_ends_is_told()
    {
        var (result, output) = await RunAsync("echo out; echo beware >&2; exit 7");
        Assert.Equal("out\n", Encoding.UTF8.GetString(output));
        Assert.Equal((7, "beware\n"), (result.ExitCode, result.Log));
    }

    [Fact]
    public async Task A_program_that_a_signal_ends_is_told_as_a_shell_tells_it()
    {
        var (result, _) = await RunAsync("kill -6 $$");
        Assert.Equal(128 + 6, result.ExitCode);
    }

    [Theory]
    [InlineData("sleep 1000")]
    [InlineData("trap '' TERM INT HUP PIPE; while :; do sleep 1; done")]
    [InlineData("sleep 1000 & sleep 1000")]
    [InlineData("exec >&-; exec 2>&-; sleep 1000")]
    [InlineData("setsid sleep 1000 & sleep 1000")]
    [InlineData("(setsid sh -c 'setsid sleep 1000 & sleep 1000' &) ; sleep 1000")]
    public async Task A_program_that_hangs_is_ended_in_time(string script)
    {
        var error = await Assert.ThrowsAsync<QwenException>(
            () => RunAsync(script, request => request with { MaxTime = TimeSpan.FromSeconds(1) }));
        Assert.Equal("Testing took longer than 1 seconds and was stopped. Wait longer.", error.Message);
        AssertNothingLeft();
    }

    [Theory]
    [InlineData("sleep 1000")]
    [InlineData("echo begun; sleep 1000 & sleep 1000")]
    [InlineData("exec >&- 2>&-; setsid sleep 1000 & sleep 1000")]
    [InlineData("kill -STOP $$")]
    public async Task A_program_that_does_nothing_is_ended_soon(string script)
    {
        var error = await Assert.ThrowsAsync<QwenException>(() => RunAsync(script, request => request with { MaxIdle = Bound(1) }));
        Assert.Equal("Testing: 'sh' did nothing for 1 seconds and was stopped. Do more.", error.Message);
        AssertNothingLeft();
    }

    [Theory]
    [InlineData("while :; do :; done")]
    [InlineData("(while :; do :; done) & (while :; do :; done) & sleep 1000")]
    public async Task A_program_that_computes_is_ended_by_what_it_computes(string script)
    {
        SkipWhereNobodyCounts();
        var error = await Assert.ThrowsAsync<QwenException>(
            () => RunAsync(script, request => request with { MaxIdle = Bound(60), MaxProcessor = Bound(1) }));
        Assert.Equal("Testing: 'sh' took more than 1 seconds of processor time and was stopped. Do more.", error.Message);
        AssertNothingLeft();
    }

    [Fact]
    public async Task The_system_ends_one_that_computes_where_nobody_looks()
    {
        SkipWhereNobodyCounts();
        var (_, output) = await RunAsync("ulimit -t", request => request with { MaxProcessor = Bound(7) });
        Assert.Equal("10\n", Encoding.UTF8.GetString(output));
    }

    [Fact]
    public async Task One_whose_output_nobody_reads_yet_does_not_count_as_idle()
    {
        Skip();
        await using var program = OutsideProgram.Start(
            Request("/bin/sh", "-c", "head -c 1000000 /dev/zero") with { MaxIdle = new(TimeSpan.FromMilliseconds(300), "Do more.") },
            TestContext.Current.CancellationToken);
        await Task.Delay(1000, TestContext.Current.CancellationToken);
        Assert.Equal(1_000_000, (await program.Output.ReadToEndAsync()).Length);
    }

    [Theory]
    [InlineData("sleep 1000")]
    [InlineData("echo begun; setsid sleep 1000 & sleep 1000")]
    [InlineData("while :; do echo x; done")]
    public async Task A_program_is_cancelled_at_once(string script)
    {
        using var cancel = new CancellationTokenSource();
        var run = RunAsync(script, cancellation: cancel.Token);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        var watch = Stopwatch.StartNew();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Soon);
        AssertNothingLeft();
    }

    [Theory]
    [InlineData("sleep 1000 & echo done")]
    [InlineData("setsid sleep 1000 & echo done")]
    [InlineData("(setsid setsid sleep 1000 &) ; echo done")]
    [InlineData("sleep 1000 >/dev/null & echo done")]
    [InlineData("sleep 1000 2>/dev/null & echo done")]
    [InlineData("env -i setsid sleep 7 & echo done")]
    public async Task A_child_that_keeps_the_pipe_open_is_not_waited_for(string script)
    {
        var watch = Stopwatch.StartNew();
        var (result, output) = await RunAsync(script);
        Assert.Equal("done\n", Encoding.UTF8.GetString(output));
        Assert.Equal(0, result.ExitCode);
        if (!script.StartsWith("env -i", StringComparison.Ordinal)) // one that hides from us is left to itself
            AssertNothingLeft();
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Soon);
    }

    [Fact]
    public async Task What_a_program_wrote_is_read_whole_however_late()
    {
        Skip();
        await using var program = Start("head -c 60000 /dev/zero; setsid sleep 1000 &");
        await Task.Delay(3 * ProgramLife.Patience, TestContext.Current.CancellationToken);
        Assert.Equal(60000, (await program.Output.ReadToEndAsync()).Length);
        Assert.Equal(0, (await program.FinishAsync()).ExitCode);
    }

    [Theory]
    [InlineData("cat /dev/zero")]
    [InlineData("yes")]
    [InlineData("while :; do echo x; done")]
    public async Task A_program_that_writes_without_end_is_stopped(string script)
    {
        var error = await Assert.ThrowsAsync<QwenException>(() => RunAsync(script, request => request with { MaxOutput = 1 << 20 }));
        Assert.Equal("Testing: 'sh' wrote more than 1048576 bytes and was stopped. Write less.", error.Message);
        AssertNothingLeft();
    }

    [Fact]
    public async Task Of_a_long_log_both_ends_are_kept()
    {
        var (result, _) = await RunAsync("echo first >&2; head -c 50000000 /dev/zero >&2; echo last >&2");
        Assert.StartsWith("first\n\0", result.Log, StringComparison.Ordinal);
        Assert.EndsWith("\0last\n", result.LogEnd, StringComparison.Ordinal);
        Assert.Equal((BoundedText.MaxLength, BoundedText.MaxLength), (result.Log.Length, result.LogEnd.Length));
    }

    [Fact]
    public async Task A_log_without_end_ends_with_the_time()
    {
        await Assert.ThrowsAsync<QwenException>(
            () => RunAsync("cat /dev/zero >&2", request => request with { MaxTime = TimeSpan.FromSeconds(1) }));
        AssertNothingLeft();
    }

    [Fact]
    public async Task A_line_without_end_is_cut()
    {
        Skip();
        await using var program = Start("head -c 5000000 /dev/zero | tr '\\0' x; echo; echo 'the second\r'; printf third");
        var lines =
            await program.Output.ReadLinesAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal([new string('x', ProgramOutput.MaxLineLength), "the second", "third"], lines);
    }

    [Fact]
    public async Task A_program_is_given_what_it_reads_and_nothing_else()
    {
        Skip();
        using var folder = new TempFolder();
        await using var own = File.Create(folder.File("secret"));
        var (_, output) = await RunAsync("cat; ls -l /proc/self/fd", request => request with { Input = Encoding.UTF8.GetBytes("given\n") });
        Assert.StartsWith("given\n", Encoding.UTF8.GetString(output), StringComparison.Ordinal);
        if (OperatingSystem.IsLinux())
            Assert.DoesNotContain("secret", Encoding.UTF8.GetString(output), StringComparison.Ordinal);
        (_, output) = await RunAsync("cat; echo end");
        Assert.Equal("end\n", Encoding.UTF8.GetString(output));
    }

    [Fact]
    public async Task A_program_that_does_not_read_is_no_error()
    {
        var (result, _) = await RunAsync("exec <&-; exit 3", request => request with { Input = new byte[1 << 20] });
        Assert.Equal(3, result.ExitCode);
    }

    [Fact]
    public async Task An_open_file_is_handed_over_whatever_its_name_has_become()
    {
        Skip();
        using var folder = new TempFolder();
        var path = folder.File("secret");
        await File.WriteAllTextAsync(path, "the content", TestContext.Current.CancellationToken);
        using var file = File.OpenHandle(path);
        File.Move(path, path + ".moved");
        await File.WriteAllTextAsync(path, "another", TestContext.Current.CancellationToken);
        for (var time = 0; time < 2; time++)
        {
            var (_, output) = await RunAsync($"cat {OutsideProgram.FilePath}", request => request with { File = file });
            Assert.Equal("the content", Encoding.UTF8.GetString(output));
        }
    }

    [Fact]
    public async Task Memory_is_bounded()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Linux bounds memory in this way.");
        var (result, output) = await RunAsync(
            "dd if=/dev/zero of=/dev/null bs=256M count=1", request => request with { MaxMemory = 64 << 20 });
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("memory", result.Log, StringComparison.Ordinal);
        Assert.Empty(output);
    }

    [Fact]
    public async Task What_a_program_forks_at_once_is_bounded_too_and_arguments_stay_what_they_are()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Linux bounds memory in this way.");
        string[] odd = ["$(touch x)", "a b", "", "'\"`$@;&|\n", "-c", "*"];
        var (_, output) = await OutsideProgram.RunAsync(
            Request("/bin/sh", ["-c", "(ulimit -d; ulimit -v) & wait; printf '%s\\0' \"$@\"", "name", .. odd]) with
            {
                MaxMemory = 64 << 20
            }, default);
        Assert.Equal($"65536\n{65536 + (4 << 20)}\n{string.Join('\0', odd)}\0", Encoding.UTF8.GetString(output));
    }

    [Fact]
    public async Task A_program_that_is_not_there_or_none_is_told()
    {
        var missing = await Assert.ThrowsAsync<QwenException>(() => OutsideProgram.RunAsync(Request("/no/such/program"), default));
        Assert.Contains("'/no/such/program' could not be started", missing.Message, StringComparison.Ordinal);
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("none"), "text", TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<QwenException>(() => OutsideProgram.RunAsync(Request(folder.File("none")), default));
        await Assert.ThrowsAsync<QwenException>(() => OutsideProgram.RunAsync(Request(folder.Path), default));
        await Assert.ThrowsAsync<QwenException>(() => OutsideProgram.RunAsync(Request("sh"), default));
        Assert.Contains(
            "zero character", (await Assert.ThrowsAsync<QwenException>(() => RunAsync("a\0b"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_call_starts_nothing()
    {
        using var folder = new TempFolder();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => RunAsync($"touch {folder.File("started")}", cancellation: new CancellationToken(true)));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task Many_programs_at_once_keep_apart_and_leave_no_trace()
    {
        Skip();
        var files = CountFiles();
        await Parallel.ForAsync(0, 200, TestContext.Current.CancellationToken, async (i, _) =>
        {
            var (result, output) = await OutsideProgram.RunAsync(Request("/bin/sh", "-c", $"echo {i}; exit {i % 100}"), default);
            Assert.Equal(($"{i}\n", i % 100), (Encoding.UTF8.GetString(output), result.ExitCode));
        });
        AssertNothingLeft();
        Assert.InRange(CountFiles(), 0, files + 10);
    }

    [Fact]
    public void Programs_are_found_on_the_search_path_and_not_in_the_current_folder()
    {
        Skip();
        Assert.Equal("/bin/sh", ProgramFinder.Find("sh")?.Replace("/usr/bin", "/bin", StringComparison.Ordinal));
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("qwenvl-no-such-program"), "#!/bin/sh");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder.File("qwenvl-no-such-program"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var before = Environment.CurrentDirectory;
        Environment.CurrentDirectory = folder.Path;
        try
        {
            Assert.Null(ProgramFinder.Find("qwenvl-no-such-program"));
            Assert.NotNull(ProgramFinder.Find("./qwenvl-no-such-program"));
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
    }

    private static int CountFiles() => OperatingSystem.IsLinux() ? Directory.GetFileSystemEntries("/proc/self/fd").Length : 0;

    private static Task<(ProgramResult Result, byte[] Output)> RunAsync(
        string script, Func<ProgramRequest, ProgramRequest>? change = null, CancellationToken cancellation = default)
    {
        Skip();
        var request = Request("/bin/sh", "-c", script);
        return OutsideProgram.RunAsync(change?.Invoke(request) ?? request, cancellation);
    }

    private static ProgramBound Bound(int seconds) => new(TimeSpan.FromSeconds(seconds), "Do more.");

    private static OutsideProgram Start(string script) =>
        OutsideProgram.Start(Request("/bin/sh", "-c", script), TestContext.Current.CancellationToken);

    private static ProgramRequest Request(string program, params string[] arguments) => new(program, arguments)
    {
        Work = "Testing",
        MaxTime = TimeSpan.FromMinutes(5),
        TimeAdvice = "Wait longer.",
        MaxOutput = 64 << 20,
        OutputAdvice = "Write less.",
        MaxMemory = 1L << 30,
    };

    private static void Skip()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("There is no shell of this kind on Windows.");
    }

    private static void SkipWhereNobodyCounts()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Linux counts all that a program starts.");
    }

    /// <summary>No child, and nobody who inherited the mark that programs carry.</summary>
    private static void AssertNothingLeft()
    {
        Assert.Empty(Videos.ChildPrograms.Running());
        if (!OperatingSystem.IsLinux())
            return;
        var marked = Directory.GetDirectories("/proc").Where(folder => Path.GetFileName(folder).All(char.IsDigit)).Where(IsMarked);
        Assert.Empty(marked);
    }

    private static bool IsMarked(string folder)
    {
        try
        {
            // one that was killed may be on its way out for a moment
            return File.ReadAllText(folder + "/environ").Contains(ProcessMark.Variable + "=", StringComparison.Ordinal)
                && !SpinWait.SpinUntil(() => !Directory.Exists(folder) || File.ReadAllText(folder + "/environ").Length == 0, Soon);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
