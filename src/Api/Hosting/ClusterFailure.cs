using System.Data.Common;
using System.Net.Sockets;
using Orleans.Serialization;
using Switchyard.Blobs;

namespace Switchyard.Hosting;

/// <summary>Tells the failures that pass by themselves (a silo gone, a database restarting) from faults of the program.</summary>
internal static class ClusterFailure
{
    /// <remarks>After such a failure it is unknown whether the call took effect.</remarks>
    public static bool IsTransient(Exception exception) => exception is not BlobTooLargeException && exception is
        OrleansException
        or TimeoutException
        or DbException
        or SocketException
        or IOException
        // A database's exception whose type the front end alone does not have.
        or UnavailableExceptionFallbackException;
}
