using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Switchyard.Hosting;

/// <summary>Whose certificates are taken between nodes and front ends: those of some authorities, but for what these revoked.</summary>
internal sealed class TrustedPeers
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";

    private readonly X509Certificate2Collection _authorities;
    private readonly IReadOnlyList<byte[]> _revoked;

    private TrustedPeers(X509Certificate2Collection authorities, IReadOnlyList<byte[]> revoked)
    {
        (_authorities, _revoked) = (authorities, revoked);
    }

    /// <param name="pem">Certificates of authorities, and lists of revoked ones (<c>X509 CRL</c>), in any order.</param>
    /// <exception cref="CryptographicException">There is no authority in it, or something is malformed.</exception>
    public static TrustedPeers Parse(string pem)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPem(pem);
        var revoked = new List<byte[]>();
        for (var rest = pem.AsSpan(); PemEncoding.TryFind(rest, out var found); rest = rest[found.Location.End..])
        {
            if (rest[found.Label] is "X509 CRL")
            {
                var list = Convert.FromBase64String(rest[found.Base64Data].ToString());
                _ = CertificateRevocationListBuilder.Load(list, out _);
                revoked.Add(list);
            }
        }

        return authorities.Count > 0
            ? new TrustedPeers(authorities, revoked)
            : throw new CryptographicException("there is no certificate in it");
    }

    /// <summary>Why a certificate is not taken now; null when it is.</summary>
    /// <param name="known">Intermediates that may lead to an authority.</param>
    public string? WhyNot(X509Certificate2 certificate, X509Certificate2Collection known)
    {
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(_authorities);
        policy.ExtraStore.AddRange(known);
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;

        // Each process is both sides: a node that connects to another is its client.
        policy.ApplicationPolicy.Add(new Oid(ServerUse));
        policy.ApplicationPolicy.Add(new Oid(ClientUse));
        return !chain.Build(certificate) ? string.Join(' ', chain.ChainStatus.Select(status => status.StatusInformation.Trim()).Distinct())
            : chain.ChainElements.Any(element => IsRevoked(element.Certificate)) ? "it is revoked"
            : null;
    }

    private bool IsRevoked(X509Certificate2 certificate) => _revoked.Any(list =>
        CertificateRevocationListBuilder.Load(list, out _).RemoveEntry(certificate.SerialNumberBytes.Span));
}
