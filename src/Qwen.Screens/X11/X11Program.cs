using System.Text;
using Qwen.Shared.OutsidePrograms;
using Qwen.VisionLanguage;

namespace Qwen.Screens.X11;

/// <summary>Runs one of the programs that reach an X display.</summary>
internal static class X11Program
{
    private const int MaxComplaint = 500;
    private const long MaxOutput = 512L << 20, MaxMemory = 2L << 30;

    /// <summary>Longest that a program may run where its caller does not end it before.</summary>
    private static readonly TimeSpan MaxTime = TimeSpan.FromMinutes(5);

    /// <summary>Runs a program to its end, or kills it and what it started.</summary>
    /// <param name="program">Its name or path.</param>
    /// <param name="arguments">One string for each argument.</param>
    /// <param name="display">The display.</param>
    /// <param name="input">What it reads; null for nothing.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <returns>What it wrote.</returns>
    /// <exception cref="QwenException">It is not there, it failed, or it did not end.</exception>
    public static async Task<byte[]> RunAsync(
        string program, IEnumerable<string> arguments, string? display, string? input, CancellationToken cancellationToken)
    {
        var found = ProgramFinder.Find(program)
            ?? throw new QwenException(
                $"'{program}' is not there, and X11 desktops are driven with xdotool and captured with ffmpeg. " +
                "Install both (Debian and Ubuntu: apt-get install xdotool ffmpeg).");
        var request = new ProgramRequest(found, [.. arguments])
        {
            Environment = display is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["DISPLAY"] = display },
            Input = input is null ? null : Encoding.UTF8.GetBytes(input),
            Work = $"Using the display {display ?? "of the environment"}",
            MaxTime = MaxTime,
            TimeAdvice = "The display may hang.",
            MaxOutput = MaxOutput,
            OutputAdvice = "The display may be too large.",
            MaxMemory = MaxMemory,
        };
        var (result, output) = await OutsideProgram.RunAsync(request, cancellationToken).ConfigureAwait(false);
        var complaint = result.Log.Trim();
        return result.ExitCode == 0
            ? output
            : throw new QwenException(
                $"'{program}' failed on the display {display ?? "of the environment"}: " +
                $"{complaint[..Math.Min(complaint.Length, MaxComplaint)]} (exit code {result.ExitCode}).");
    }
}
