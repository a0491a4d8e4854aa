using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orleans.Connections.Security;
using Switchyard.Configuration;

namespace Switchyard.Hosting;

/// <summary>
/// How nodes and front ends know each other: both sides of a connection show a certificate, and none is taken that the
/// cluster's own authority did not sign. Names in it mean nothing, since nodes are reached by address.
/// </summary>
internal sealed class ClusterTls
{
    private const string CertificateKey = "Cluster:Tls:CertificateFile";
    private const string PrivateKeyKey = "Cluster:Tls:KeyFile";
    private const string TrustedKey = "Cluster:Tls:TrustedFile";

    private readonly X509Certificate2 _certificate;
    private readonly X509Certificate2Collection _intermediates;
    private readonly string _trustedFile;

    private ClusterTls(X509Certificate2 certificate, X509Certificate2Collection intermediates, string trustedFile)
    {
        (_certificate, _intermediates, _trustedFile) = (certificate, intermediates, trustedFile);
    }

    /// <summary>Null when none of the files is set.</summary>
    /// <exception cref="StartRefusedException">A file is missing or no PEM, or they do not belong together.</exception>
    public static ClusterTls? Load(ClusterTlsOptions options)
    {
        (string Key, string? File)[] files =
            [(CertificateKey, options.CertificateFile), (PrivateKeyKey, options.KeyFile), (TrustedKey, options.TrustedFile)];
        if (files.All(file => file.File is null))
        {
            return null;
        }

        if (files.FirstOrDefault(file => file.File is null).Key is { } missing)
        {
            throw StartRefusedException.Setting($"{missing} is needed by the others of Cluster:Tls: all three are set, or none");
        }

        var (certificate, intermediates) = ReadCertificate(options.CertificateFile!, options.KeyFile!);
        var trusted = Read(TrustedKey, options.TrustedFile!, TrustedPeers.Parse);
        var tls = new ClusterTls(certificate, intermediates, Path.GetFullPath(options.TrustedFile!));
        return trusted.WhyNot(certificate, intermediates) is { } reason
            ? throw StartRefusedException.Setting($"{CertificateKey}: {TrustedKey} does not take it: {reason}")
            : tls;
    }

    public void Apply(TlsOptions tls)
    {
        tls.LocalCertificate = _certificate;
        tls.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        tls.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        tls.RemoteCertificateValidation = (peer, chain, _) => Takes(peer, chain);

        // A name is asked for, and never looked at.
        tls.OnAuthenticateAsClient = (_, client) => client.TargetHost = ClusterNames.ServiceId;
    }

    /// <summary>What is trusted is read anew: who is revoked is kept out from then on, without a start.</summary>
    private bool Takes(X509Certificate2 peer, X509Chain? sent)
    {
        var known = new X509Certificate2Collection(_intermediates);
        known.AddRange(sent?.ChainPolicy.ExtraStore ?? []);
        try
        {
            return TrustedPeers.Parse(File.ReadAllText(_trustedFile)).WhyNot(peer, known) is null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return false;
        }
    }

    private static (X509Certificate2 Certificate, X509Certificate2Collection Intermediates) ReadCertificate(string file, string keyFile)
    {
        var all = Read(CertificateKey, file, text =>
        {
            var read = new X509Certificate2Collection();
            read.ImportFromPem(text);
            return read.Count > 0 ? read : throw new CryptographicException("there is no certificate in it");
        });
        var key = Read(PrivateKeyKey, keyFile, text => text);
        try
        {
            var certificate = X509Certificate2.CreateFromPem(all[0].ExportCertificatePem(), key);
            return (certificate, new X509Certificate2Collection(all.Skip(1).ToArray()));
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException)
        {
            throw StartRefusedException.Setting($"{PrivateKeyKey}: {keyFile} is not the key of {CertificateKey}: {wrong.Message}");
        }
    }

    private static T Read<T>(string key, string file, Func<string, T> parse)
    {
        try
        {
            return parse(File.ReadAllText(file));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw StartRefusedException.Setting($"{key}: {file} cannot be read: {unreadable.Message}");
        }
        catch (Exception malformed) when (malformed is CryptographicException or ArgumentException)
        {
            throw StartRefusedException.Setting($"{key}: {file} is no PEM of certificates: {malformed.Message}");
        }
    }
}
