using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace Switchyard.Hosting;

/// <summary>A feature of each connection: whether the server itself has refused what came on it. Such a connection serves nothing more.</summary>
internal sealed class RefusedConnection
{
    private const string BadRequest = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    private volatile bool _is;

    public bool Is => _is;

    /// <summary>Marks connections from now on. The server tells of a refusal before it answers, and in no other way.</summary>
    public static void Watch(IServiceProvider services) =>
        services.GetRequiredService<DiagnosticListener>().Subscribe(new Observer(), name => name == BadRequest);

    private sealed class Observer : IObserver<KeyValuePair<string, object?>>
    {
        public void OnNext(KeyValuePair<string, object?> told)
        {
            if (told is { Key: BadRequest, Value: IFeatureCollection features } && features.Get<RefusedConnection>() is { } connection)
            {
                connection._is = true;
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
