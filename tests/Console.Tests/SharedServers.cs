using Switchyard.OperatorConsole;
using Switchyard.Servers;

[assembly: AssemblyFixture(typeof(ConsoleBrowser))]
[assembly: AssemblyFixture(typeof(FullCampaign))]
[assembly: AssemblyFixture(typeof(SharedPostgres))]
