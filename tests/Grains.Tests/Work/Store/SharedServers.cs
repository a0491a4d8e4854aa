using Switchyard.Servers;
using Xunit;

[assembly: AssemblyFixture(typeof(SharedPostgres))]
