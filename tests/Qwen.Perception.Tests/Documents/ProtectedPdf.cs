using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Qwen.Perception.Tests.Documents;

/// <summary>The oldest password protection of PDF (standard handler, revision 2), for files without anything to encrypt.</summary>
internal static class ProtectedPdf
{
    private const int Permissions = -4;

    private static readonly byte[] Padding = Convert.FromHexString("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A");
    private static readonly byte[] Id = [.. Enumerable.Range(1, 16).Select(value => (byte)value)];

    /// <summary>What the trailer of such a file says.</summary>
    public static string Trailer(string user, string owner)
    {
        var forOwner = Encrypt(MD5.HashData(Pad(owner))[..5], Pad(user));
        var permissions = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(permissions, Permissions);
        var key = MD5.HashData([.. Pad(user), .. forOwner, .. permissions, .. Id])[..5];
        var (o, u, id) = (Convert.ToHexString(forOwner), Convert.ToHexString(Encrypt(key, Padding)), Convert.ToHexString(Id));
        return $"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{o}> /U <{u}> /P {Permissions} >> /ID [<{id}> <{id}>]";
    }

    private static byte[] Pad(string password) => [.. Encoding.Latin1.GetBytes(password).Concat(Padding).Take(Padding.Length)];

    // RC4
    private static byte[] Encrypt(byte[] key, byte[] data)
    {
        var state = Enumerable.Range(0, 256).Select(value => (byte)value).ToArray();
        for (int i = 0, j = 0; i < 256; i++)
        {
            j = (j + state[i] + key[i % key.Length]) & 255;
            (state[i], state[j]) = (state[j], state[i]);
        }

        var result = new byte[data.Length];
        for (int n = 0, i = 0, j = 0; n < data.Length; n++)
        {
            i = (i + 1) & 255;
            j = (j + state[i]) & 255;
            (state[i], state[j]) = (state[j], state[i]);
            result[n] = (byte)(data[n] ^ state[(state[i] + state[j]) & 255]);
        }

        return result;
    }
}
