using System.Collections.Frozen;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Switchyard.Configuration;

namespace Switchyard.Auth;

/// <summary>
/// The accounts of the settings. Whether a name is unknown or its password wrong takes the same time: where one password is
/// kept as a hash that is slow to compute, all are, and an unknown name is compared, too.
/// </summary>
internal sealed class Accounts
{
    private static readonly PasswordHasher<Account> Hasher = new();

    private readonly FrozenDictionary<string, Account> _accounts;
    private readonly Account _nobody;

    public Accounts(IEnumerable<AccountDefinition> definitions)
    {
        var all = definitions.ToList();
        var hashed = all.Exists(definition => definition.IsHash);
        _accounts = all.ToFrozenDictionary(
            definition => definition.User, definition => new Account(definition, hashed), StringComparer.Ordinal);
        _nobody = new Account(new AccountDefinition("", Convert.ToHexString(RandomNumberGenerator.GetBytes(32)), IsHash: false, Role.Viewer), hashed);
    }

    /// <summary>Who it is; null when the name or the password is wrong.</summary>
    public ClaimsIdentity? Verify(string user, string password)
    {
        var account = _accounts.GetValueOrDefault(user);
        var isRight = (account ?? _nobody).Verify(password);
        return account is not null && isRight ? account.Identity() : null;
    }

    /// <summary>Whether the account is still as it was when somebody signed in.</summary>
    public bool IsStill(string user, string? proof) => _accounts.GetValueOrDefault(user)?.Proof == proof && proof is not null;

    /// <summary>A hash for the settings, of the kind that <see cref="Verify"/> understands.</summary>
    public static string HashOf(string password) => Hasher.HashPassword(null!, password);

    private sealed class Account
    {
        private readonly AccountDefinition _definition;
        private readonly string? _slowHash;
        private byte[] _known;

        public Account(AccountDefinition definition, bool slowly)
        {
            _definition = definition;
            _slowHash = definition.IsHash ? definition.Secret : slowly ? HashOf(definition.Secret) : null;
            _known = _slowHash is null ? Hash(definition.Secret) : [];
            // No use to who reads a session, and another after a change of password.
            Proof = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{definition.User}\n{definition.Role}\n{definition.Secret}")));
        }

        public string Proof { get; }

        public ClaimsIdentity Identity() => Person.Of(
            _definition.User, Credentials.Basic, [_definition.Role], [new Claim(Person.Proof, Proof)]);

        /// <remarks>Clients send their password with each request: one that was right is known from then on, by a hash in memory.</remarks>
        public bool Verify(string password)
        {
            var hash = Hash(password);
            if (CryptographicOperations.FixedTimeEquals(Volatile.Read(ref _known), hash))
            {
                return true;
            }

            if (_slowHash is null || Hasher.VerifyHashedPassword(this, _slowHash, password) == PasswordVerificationResult.Failed)
            {
                return false;
            }

            Volatile.Write(ref _known, hash);
            return true;
        }

        private static byte[] Hash(string value) => SHA256.HashData(Encoding.UTF8.GetBytes(value));
    }
}
