using Microsoft.Extensions.AI;

namespace Qwen.Extensions.AI.Tests.Conformance;

/// <summary>
/// What every chat client has to do whatever its weights say: the protocol, not the knowledge. To check a client, derive from this class
/// and say how one is made; tests of what a client cannot do are skipped.
/// </summary>
public abstract partial class ChatClientConformance
{
    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A client over a model that writes freely.</summary>
    protected abstract Task<IChatClient> CreateChatClientAsync();

    /// <summary>A picture's file; null where the client reads none.</summary>
    protected abstract DataContent? Picture { get; }

    /// <summary>Whether the shape of answers is enforced, so that any weights give it.</summary>
    protected virtual bool EnforcesShapes => true;

    /// <summary>
    /// Whether the client is told how wide a number is and what form a date has, so that any weights write what a type can hold.
    /// </summary>
    protected virtual bool TellsFormats => true;

    /// <summary>Tokens that an answer of the tests may have.</summary>
    protected virtual int Limit => 1200;

    /// <summary>
    /// Options of a test: short, and the same each time. Nothing is drawn: how much of a prompt is cached may change the last bit of a
    /// probability.
    /// </summary>
    protected virtual ChatOptions Options(int seed = 1) => new() { Temperature = 0, Seed = seed, MaxOutputTokens = 40 };

    protected DataContent RequirePicture()
    {
        Assert.SkipWhen(Picture is null, "This client reads no pictures.");
        return Picture;
    }

    protected void RequireFormats() =>
        Assert.SkipUnless(TellsFormats, "What this client sends does not say how wide a number is, or what form a date has.");
}
