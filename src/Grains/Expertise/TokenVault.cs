using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging;
using Switchyard.Compute;

namespace Switchyard.Expertise;

/// <summary>Encrypts the tokens of users for as long as they are kept.</summary>
internal sealed partial class TokenVault(IDataProtectionProvider protection, ILogger<TokenVault> log)
{
    private readonly IDataProtector _protector = protection.CreateProtector("switchyard.expertise.token");

    public byte[] Seal(SecretText token) => _protector.Protect(Encoding.UTF8.GetBytes(token.Value));

    /// <summary>Null when it cannot be read any more: OpenReview then refuses what is asked without it.</summary>
    public SecretText? Open(byte[] sealedToken, long jobId)
    {
        try
        {
            return new(Encoding.UTF8.GetString(_protector.Unprotect(sealedToken)));
        }
        catch (CryptographicException exception)
        {
            LogUnreadable(jobId, exception);
            return null;
        }
    }

    [LoggerMessage(7002, LogLevel.Error, "The token of job {Id} cannot be decrypted: are the keys lost?")]
    private partial void LogUnreadable(long id, Exception exception);
}
