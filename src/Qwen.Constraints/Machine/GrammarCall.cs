namespace Qwen.Constraints.Machine;

/// <summary>One call of a generation on what it shares with others of its grammar; disposing it lets the next one in.</summary>
internal readonly ref struct GrammarCall(Lock gate, StateTable table)
{
    public StateTable Table => table;

    public void Dispose()
    {
        table.Budget.EndCall();
        gate.Exit();
    }
}
