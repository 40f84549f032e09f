using Qwen.Constraints.Tokens;

namespace Qwen.Constraints.Machine;

/// <summary>The tokens that may follow a state, as a union: sets shared with other states, and what is peculiar to this one.</summary>
internal sealed class TokenRecipe(TokenSet[] shared, TokenSet own)
{
    /// <summary>Writes the tokens over a mask. // [vocabulary / 32]</summary>
    public void CopyTo(Span<uint> mask)
    {
        if (shared.Length == 0)
        {
            own.CopyTo(mask);
            return;
        }

        shared[0].CopyTo(mask);
        foreach (var set in shared.AsSpan(1))
            set.AddTo(mask);
        own.AddTo(mask);
    }

    /// <summary>Adds the tokens to a mask. // [vocabulary / 32]</summary>
    public void AddTo(Span<uint> mask)
    {
        foreach (var set in shared)
            set.AddTo(mask);
        own.AddTo(mask);
    }
}
