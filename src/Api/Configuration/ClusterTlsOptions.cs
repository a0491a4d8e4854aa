namespace Switchyard.Configuration;

/// <summary>The files of <c>Cluster:Tls</c>, all in PEM. All three are set, or none.</summary>
internal sealed record ClusterTlsOptions
{
    /// <summary>This process's certificate; the intermediates that lead from it to a trusted one may follow it.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>The certificate's private key, not encrypted.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The authorities of which a certificate is taken, and their lists of revoked ones. Nothing else is trusted.</summary>
    public string? TrustedFile { get; init; }
}
