using Switchyard.Servers;

[assembly: AssemblyFixture(typeof(SharedPostgres))]
