using Switchyard;
using Switchyard.Compute.Programs;
using Switchyard.Compute.Runs;

// For a node of the tests what a node's own program is for a node: the process of one run of a service.
if (args is [ProgramCommand.Verb, var service])
{
    return await ServicePrograms.RunAsync(service);
}

if (args is [OwnProgram.AdoptVerb, .. [_, ..] command])
{
    return OwnProgram.AdoptOrphans(command);
}

// Runs a command as a node does and prints what it says, until it ends or is killed itself: what a test of survivors
// kills. Usage: RunHost ROOT COMMAND [ARGUMENT...]
if (args is not [var root, _, ..])
{
    throw new ArgumentException("Usage: RunHost ROOT COMMAND [ARGUMENT...]");
}

using var held = RunRoot.Open(root);
var said = 0;
var spec = new ProcessSpec
{
    Command = args[1..],
    Directory = held.Create(itemId: 1, leaseNumber: 1),
    Environment = new Dictionary<string, string> { ["PATH"] = Environment.GetEnvironmentVariable("PATH")! },
};
return await ProcessRun.RunAsync(spec, new RunLog(Print), TimeProvider.System, CancellationToken.None);

void Print(RunLog log)
{
    var text = log.ToString();
    Console.Out.Write(text[said..]);
    Console.Out.Flush();
    said = text.Length;
}
