using Microsoft.Extensions.DependencyInjection;
using Switchyard.Hosting;

namespace Switchyard.Work.Nodes;

[NodePlacement]
internal sealed class NodeSettingsGrain(IServiceProvider services) : Grain, INodeSettingsGrain
{
    public Task<IReadOnlyList<SettingInForce>> ListAsync() => Task.FromResult(services.GetService<ISettingsInForce>()?.List() ?? []);
}
