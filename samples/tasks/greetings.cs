#:project ../../src/Client/Client.csproj
#:package Microsoft.Extensions.Hosting
#:property PublishAot=false
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Switchyard.Client;

var builder = Host.CreateApplicationBuilder();
builder.Services.AddSwitchyardClient(options =>
    options.Address = new(Environment.GetEnvironmentVariable("SWITCHYARD_URL") ?? "http://127.0.0.1:5000"));
if (args is [var name])
{
    using var host = builder.Build();
    var client = host.Services.GetRequiredService<SwitchyardClient>();
    var task = await client.Tasks.SubmitAsync("greetings", new Guest(name));
    Console.WriteLine((await client.Tasks.WaitAsync(task.Id!.Value))!.Result);
    return;
}

builder.Services.AddSwitchyardWorker<Guest, Greeting>("greetings", (task, cancellationToken) =>
{
    task.Log($"This is attempt {task.Attempt}.");
    return Task.FromResult(new Greeting($"Hello {task.Payload.Name}"));
});
await builder.Build().RunAsync();

internal sealed record Guest(string Name);

internal sealed record Greeting(string Text);
