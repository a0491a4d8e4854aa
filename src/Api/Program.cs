using Switchyard.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.AddSwitchyardApi();
var app = builder.Build();
app.MapSwitchyardApi();
await app.RunAsync();
