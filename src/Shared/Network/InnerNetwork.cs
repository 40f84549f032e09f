using System.Net;

namespace Qwen.Shared.Network;

/// <summary>Tells addresses of this machine and its surroundings from those of the public network.</summary>
internal static class InnerNetwork
{
    /// <summary>Whether an address is an inner one, or leads to one in the clothes of another.</summary>
    public static bool Holds(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        if (bytes.Length == 16)
        {
            // an address of the old kind may be written inside one of the new: 64:ff9b::/96, ::ffff:0:0:0/96 and 2002::/16
            if (bytes.AsSpan(0, 12).SequenceEqual(new byte[] { 0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0 })
                || bytes.AsSpan(0, 12).SequenceEqual(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0 }))
                return Holds(new IPAddress(bytes.AsSpan(12)));
            if (bytes is [0x20, 0x02, ..])
                return Holds(new IPAddress(bytes.AsSpan(2, 4)));

            // translators of a network's own, and tunnels that hide where they lead
            return bytes is [0, 0x64, 0xFF, 0x9B, 0, 1, ..] or [0x20, 0x01, 0, 0, ..]
                || address.IsIPv6LinkLocal || address.IsIPv6SiteLocal || address.IsIPv6UniqueLocal || address.IsIPv6Multicast
                || bytes.AsSpan(0, 12).IndexOfAnyExcept((byte)0) < 0;
        }

        return bytes is [0 or 10 or 127 or >= 224, ..] or [100, >= 64 and < 128, ..] or [169, 254, ..] or [172, >= 16 and < 32, ..]
            or [192, 168, ..] or [192, 0, 0, ..] or [198, 18 or 19, ..];
    }
}
