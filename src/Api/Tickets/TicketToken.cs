using System.Security.Cryptography;
using System.Text;

namespace Switchyard.Tickets;

/// <summary>The secret of a ticket. It is told once; the cluster gets its hash alone.</summary>
internal static class TicketToken
{
    private const int Length = 32;

    /// <summary>256 random bits in lower-case hexadecimal digits.</summary>
    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Length));

    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
