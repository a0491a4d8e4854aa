using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Switchyard.OperatorConsole.Frame;

/// <summary>Lets a circuit rest whose browser is gone: it is kept for a while, in case it comes back.</summary>
internal sealed class ConsoleCircuit(ConsolePoller poller) : CircuitHandler
{
    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken) => poller.SetConnectedAsync(false);

    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken) => poller.SetConnectedAsync(true);
}
