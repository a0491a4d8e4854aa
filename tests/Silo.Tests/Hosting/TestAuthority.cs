using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Switchyard.Hosting;

/// <summary>A small authority, and the files of those whom it certifies.</summary>
internal sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset Start = TimeProvider.System.GetUtcNow().AddDays(-2);

    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory("switchyard-tls-");
    private readonly X509Certificate2 _authority;
    private readonly CertificateRevocationListBuilder _revoked = new();

    public TestAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        _authority = request.CreateSelfSigned(Start, Start.AddDays(30));
        WriteTrusted(revoked: null);
    }

    public string TrustedFile => FileOf("trusted");

    public string FileOf(string name) => Path.Combine(_files.FullName, $"{name}.pem");

    /// <summary>Writes a certificate and its key into <c>name.pem</c> and <c>name-key.pem</c>.</summary>
    public X509Certificate2 Certify(string name, int days = 20, string[]? uses = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [.. (uses ?? ["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"]).Select(use => new Oid(use))], false));
        using var certificate = request.Create(_authority, Start, Start.AddDays(days), RandomNumberGenerator.GetBytes(16));
        File.WriteAllText(FileOf(name), certificate.ExportCertificatePem());
        File.WriteAllText(FileOf($"{name}-key"), key.ExportPkcs8PrivateKeyPem());
        return X509Certificate2.CreateFromPemFile(FileOf(name), FileOf($"{name}-key"));
    }

    public void Revoke(X509Certificate2 certificate)
    {
        _revoked.AddEntry(certificate);
        WriteTrusted(_revoked.Build(_authority, 1, Start.AddDays(30), HashAlgorithmName.SHA256));
    }

    /// <summary>The settings of a process that was certified under this name.</summary>
    public string[] Settings(string name) =>
    [
        $"Cluster:Tls:CertificateFile={FileOf(name)}",
        $"Cluster:Tls:KeyFile={FileOf($"{name}-key")}",
        $"Cluster:Tls:TrustedFile={TrustedFile}",
    ];

    public void Dispose()
    {
        _authority.Dispose();
        _files.Delete(recursive: true);
    }

    private void WriteTrusted(byte[]? revoked) => File.WriteAllText(
        TrustedFile,
        _authority.ExportCertificatePem() + (revoked is null ? "" : '\n' + PemEncoding.WriteString("X509 CRL", revoked)));
}
