namespace Qwen.Devices.Tests.Results;

/// <summary>
/// Runs checks and writes one line for each, which the scripts count: a process that crashes has reported what it did until then.
/// </summary>
internal sealed class CheckLog
{
    private int failed;

    /// <summary>Exit code for the process.</summary>
    public int ExitCode => failed > 0 ? 1 : 0;

    /// <summary>Runs a check; it returns figures, or throws.</summary>
    public void Run(string name, Func<string> check)
    {
        // the name stands alone on its line first, so that a crash shows where it happened
        Console.WriteLine($"running {name}");
        try
        {
            Console.WriteLine($"passed  {name}: {check()}");
        }
        catch (Exception error)
        {
            failed++;
            Console.WriteLine(
                $"failed  {name}: {(error is CheckFailedException ? error.Message : error.ToString()).ReplaceLineEndings(" ")}");
        }
    }
}
