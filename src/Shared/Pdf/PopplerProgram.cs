using Microsoft.Win32.SafeHandles;
using Qwen.Extensions.AI.Media;
using Qwen.Shared.OutsidePrograms;
using Qwen.VisionLanguage;

namespace Qwen.Shared.Pdf;

/// <summary>Runs one of poppler's programs: bounded in time, output and memory, never left behind.</summary>
internal static class PopplerProgram
{
    /// <summary>Environment variable that names the folder of the programs.</summary>
    public const string EnvironmentVariable = "QWENVL_POPPLER";

    // the file lies on the machine's own disk: nothing has to be waited for
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Runs a program to its end.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="arguments">One string for each argument.</param>
    /// <param name="file">An open file for it; null for none.</param>
    /// <param name="maxOutput">Bytes of output after which it is ended.</param>
    /// <param name="work">What errors say it was at.</param>
    /// <param name="options">Time, memory, and where the programs are.</param>
    /// <param name="cancellationToken">Ends the program.</param>
    /// <exception cref="QwenException">The program is not there, took too long or wrote too much.</exception>
    public static async Task<PopplerOutput> RunAsync(
        string name, IReadOnlyList<string> arguments, SafeFileHandle? file, long maxOutput, string work, PdfOptions options,
        CancellationToken cancellationToken)
    {
        var request = new ProgramRequest(Find(name, options.PopplerPath), arguments)
        {
            File = file,
            Work = work,
            MaxTime = options.MaxTime,
            TimeAdvice = "It may be damaged. PdfOptions.MaxTime is the limit.",
            MaxIdle = new ProgramBound(Patience, "It hangs: try it by hand."),
            MaxProcessor = new ProgramBound(
                options.MaxProcessorTime, "It may be made to keep a reader busy. PdfOptions.MaxProcessorTime is the limit."),
            MaxOutput = maxOutput,
            OutputAdvice = "Lower PdfOptions.Dpi or raise the limits.",
            MaxMemory = options.MaxMemory,
        };
        var (result, output) = await OutsideProgram.RunAsync(request, cancellationToken).ConfigureAwait(false);
        return new PopplerOutput(result.ExitCode, output, result.Log);
    }

    private static string Find(string name, string? folder)
    {
        if (string.IsNullOrWhiteSpace(folder))
            folder = Environment.GetEnvironmentVariable(EnvironmentVariable);
        return ProgramFinder.Find(
            string.IsNullOrWhiteSpace(folder) ? name : Path.Combine(Path.GetFullPath(folder), ProgramFinder.WithExtension(name)))
            ?? throw new QwenException(
                $"'{name}' is not there, and PDF files are read with poppler. Install it (Debian and Ubuntu: "
                + "apt-get install poppler-utils; "
                    + "macOS: brew install poppler; Windows: winget install oschwartz10612.Poppler), "
                + "or name its folder in PdfOptions.PopplerPath "
                + $"or in the environment variable {EnvironmentVariable}. Pictures of the pages can be read without it.");
    }
}
