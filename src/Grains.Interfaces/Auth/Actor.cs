namespace Switchyard.Auth;

/// <summary>
/// Who does something, and from where: set where a request or an act of the console begins, carried by all calls of grains that
/// follow from it, and there for whoever keeps a record.
/// </summary>
/// <param name="Account">The account's or key's name; null when nobody had to sign in.</param>
/// <param name="Address">Where the request came from; null when that is not known.</param>
public sealed record Actor(string? Account, string? Address)
{
    /// <summary>Under this name the id of the request travels. It is the answer's header, too.</summary>
    public const string RequestIdKey = "X-Request-ID";

    /// <summary>Of a person who need not say who it is.</summary>
    private const string Unnamed = "operator";

    // Texts alone: a node of the last release must be able to read what travels.
    private const string AccountKey = "switchyard.account";
    private const string AddressKey = "switchyard.address";

    /// <summary>Who it was, for the record.</summary>
    public string Name => Account ?? Unnamed;

    /// <summary>Of the call that is being answered; null when no request and no person is behind it.</summary>
    public static Actor? Current => RequestContext.Get(AddressKey) is string address
        ? new(RequestContext.Get(AccountKey) as string, address.Length > 0 ? address : null)
        : null;

    /// <summary>The id of the request behind the call that is being answered; null when there is none.</summary>
    public static string? RequestId => RequestContext.Get(RequestIdKey) as string;

    /// <summary>All calls that follow in this flow are its acts.</summary>
    public void Carry()
    {
        RequestContext.Set(AddressKey, Address ?? "");
        if (Account is not null)
        {
            RequestContext.Set(AccountKey, Account);
        }
        else
        {
            RequestContext.Remove(AccountKey);
        }
    }
}
