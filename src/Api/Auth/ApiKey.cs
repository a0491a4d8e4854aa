using System.Security.Cryptography;
using System.Text;

namespace Switchyard.Auth;

/// <summary>A shared secret that programs send as <c>X-API-Key</c>, kept as a hash.</summary>
internal sealed class ApiKey(string key)
{
    public const string Header = "X-API-Key";

    private readonly byte[] _hash = Hash(key);

    /// <remarks>Takes as long for a key that is nearly right as for any other.</remarks>
    public bool IsSentBy(HttpRequest request) => request.Headers[Header] is [{ } sent] && CryptographicOperations.FixedTimeEquals(_hash, Hash(sent));

    private static byte[] Hash(string value) => SHA256.HashData(Encoding.UTF8.GetBytes(value));
}
