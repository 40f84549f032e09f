using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Qwen.VisionLanguage;

namespace Qwen.Perception.Documents.Pdf;

/// <summary>Runs one of poppler's programs: bounded in time, output and (on Linux) memory, never left behind.</summary>
/// <remarks>Arguments go to the program as a list; no shell reads them.</remarks>
internal static class PopplerProgram
{
    /// <summary>Environment variable that names the folder of the programs.</summary>
    public const string EnvironmentVariable = "QWENVL_POPPLER";

    private const string MemoryLimiter = "/usr/bin/prlimit";
    private const int MaxComplaint = 2000;

    /// <summary>Runs a program to its end.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="arguments">One string for each argument.</param>
    /// <param name="maxOutput">Bytes of output after which it is ended.</param>
    /// <param name="options">Time, memory, and where the programs are.</param>
    /// <param name="cancellationToken">Ends the program.</param>
    /// <exception cref="QwenException">The program is not there, took too long or wrote too much.</exception>
    public static async Task<PopplerOutput> RunAsync(
        string name, IReadOnlyList<string> arguments, long maxOutput, PdfOptions options, CancellationToken cancellationToken)
    {
        var program = Find(name, options.PopplerPath);
        using var process = new Process { StartInfo = CreateStartInfo(program, arguments, options) };
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            process.Start();
        }
        catch (Exception error) when (error is Win32Exception or PlatformNotSupportedException)
        {
            throw new QwenException($"'{program}' could not be started: {error.Message}", error);
        }

        var complaint = Task.Run(() => ReadComplaintAsync(process), CancellationToken.None);
        try
        {
            process.StandardInput.Close();
            time.CancelAfter(options.MaxTime);
            var output = await ReadOutputAsync(process.StandardOutput.BaseStream, maxOutput, time.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(time.Token).ConfigureAwait(false);
            return new PopplerOutput(process.ExitCode, output, await complaint.ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new QwenException(string.Create(
                CultureInfo.InvariantCulture,
                $"Reading the PDF file took longer than {options.MaxTime.TotalSeconds:0.#} seconds and was stopped: it may be damaged. PdfOptions.MaxTime is the limit."));
        }
        finally
        {
            await EndAsync(process).ConfigureAwait(false);
            await complaint.ConfigureAwait(false);
        }
    }

    // a file can make the renderer ask for any amount of memory
    private static ProcessStartInfo CreateStartInfo(string program, IReadOnlyList<string> arguments, PdfOptions options)
    {
        var limited = OperatingSystem.IsLinux() && File.Exists(MemoryLimiter);
        return new ProcessStartInfo(
            limited ? MemoryLimiter : program,
            limited ? [string.Create(CultureInfo.InvariantCulture, $"--as={options.MaxMemory}"), "--", program, .. arguments] : arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
    }

    private static string Find(string name, string? folder)
    {
        var file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        if (string.IsNullOrWhiteSpace(folder))
            folder = Environment.GetEnvironmentVariable(EnvironmentVariable);
        var folders = string.IsNullOrWhiteSpace(folder)
            ? (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Where(Path.IsPathRooted)
            : [Path.GetFullPath(folder)];
        return folders.Select(path => Path.Combine(path, file)).FirstOrDefault(File.Exists)
            ?? throw new QwenException(
                $"'{name}' is not there, and PDF files are read with poppler. Install it (Debian and Ubuntu: apt-get install poppler-utils; " +
                "macOS: brew install poppler; Windows: winget install oschwartz10612.Poppler), or name its folder in PdfOptions.PopplerPath " +
                $"or in the environment variable {EnvironmentVariable}. Pictures of the pages can be read without it.");
    }

    private static async Task<byte[]> ReadOutputAsync(Stream stream, long maxOutput, CancellationToken cancellationToken)
    {
        using var output = new MemoryStream();
        var buffer = new byte[1 << 16];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (output.Length + read > maxOutput)
                throw new QwenException($"A page of the PDF file renders to more than {maxOutput} bytes. Lower PdfOptions.Dpi or raise the limits.");
            output.Write(buffer, 0, read);
        }

        return output.ToArray();
    }

    private static async Task<string> ReadComplaintAsync(Process process)
    {
        var complaint = new StringBuilder();
        var buffer = new char[1024];
        int read;
        while ((read = await process.StandardError.ReadAsync(buffer).ConfigureAwait(false)) > 0)
            complaint.Append(buffer, 0, Math.Min(read, MaxComplaint - complaint.Length));
        return complaint.ToString();
    }

    private static async Task EndAsync(Process process)
    {
        try
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception)
        {
            // it has ended in between
        }
    }
}
