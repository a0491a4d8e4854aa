using Microsoft.IdentityModel.Tokens;
using Switchyard.Yard;

namespace Switchyard.Auth;

/// <summary>A front end that believes an issuer of its own, which publishes one key.</summary>
public abstract class IssuedFront(YardCluster cluster) : IAsyncLifetime
{
    private Issuer? _issuer;
    private FrontEnd? _front;
    private SecurityKey? _key;

    public Issuer Issuer => _issuer!;

    public HttpClient Client => _front!.Client;

    /// <summary>The one that is published.</summary>
    public SecurityKey Key => _key!;

    public async ValueTask InitializeAsync()
    {
        _issuer = await Issuer.StartAsync();
        _key = _issuer.PublishNewKey("first");
        _front = await FrontEnd.StartAsync(cluster, services: null, SettingsFor(_issuer.Url));
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_front is not null)
        {
            await _front.DisposeAsync();
        }

        if (_issuer is not null)
        {
            await _issuer.DisposeAsync();
        }
    }

    protected abstract (string Key, string Value)[] SettingsFor(string issuer);
}
