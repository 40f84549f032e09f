using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Orleans.Runtime;
using Qwen.VisionLanguage;

namespace Qwen.Orleans.Files;

/// <summary>Brings files that lie on the machine of another silo alone.</summary>
internal sealed class OtherSilos(IGrainFactory grains, ILocalSiloDetails silo, IOptions<QwenFarmOptions> options)
{
    private const int Step = 1 << 20;

    private readonly Lock gate = new();
    private (string Path, FileFacts Facts, FarmFile File)? last;

    /// <summary>Whether it is a file that another machine may have under the same name.</summary>
    public static bool MayHave(string file) => Path.IsPathFullyQualified(file);

    /// <summary>Brings a file; the one that was brought last is kept.</summary>
    /// <returns>The file; null where no other silo has it.</returns>
    /// <exception cref="QwenException">It is larger than this silo takes.</exception>
    /// <exception cref="SiloFaultException">Who may have it does not answer now, or it changed meanwhile.</exception>
    public async Task<FarmFile?> BringAsync(string file, CancellationToken cancellationToken)
    {
        var found = await grains.GetGrain<IFilesGrain>(0).FindAsync(file, silo.Name).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (found is not { Keeper: { } keeper, Facts: { } facts })
            return found.IsCertain ? null : throw new SiloFaultException($"'{file}' is not here, and who may have it does not answer.");
        var most = options.Value.MaxFileBytes;
        if (facts.Length > most)
            throw new QwenException($"'{file}' has {facts.Length} bytes, more than the limit of {most}.");
        lock (gate)
        {
            if (last is { } kept && kept.Path == file && kept.Facts == facts)
                return kept.File;
        }

        var bytes = new byte[facts.Length];
        for (var at = 0; at < bytes.Length;)
        {
            var part = await keeper.ReadAsync(file, facts, at, Step).WaitAsync(cancellationToken).ConfigureAwait(false);
            if (part is not { Length: > 0 })
                throw new SiloFaultException($"'{file}' was changed while it was being read from another silo.");
            part.CopyTo(bytes, at);
            at += part.Length;
        }

        var brought = new FarmFile { Bytes = bytes, Hash = Convert.ToHexStringLower(SHA256.HashData(bytes)) };
        lock (gate)
            last = (file, facts, brought);
        return brought;
    }
}
