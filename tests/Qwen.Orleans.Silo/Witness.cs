namespace Qwen.Orleans.Silo;

/// <summary>Notes outside of everything that is tested which items were begun and ended by this process.</summary>
internal sealed class Witness(string folder)
{
    private readonly string file = Path.Combine(folder, $"{Environment.ProcessId}.log");
    private readonly Lock gate = new();

    public void Note(string what)
    {
        lock (gate)
            File.AppendAllText(file, what + "\n");
    }
}
