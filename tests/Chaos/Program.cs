using Switchyard.Chaos;
using Switchyard.Chaos.Faults;
using Switchyard.Chaos.Loads;
using Switchyard.Chaos.Soak;

var time = TimeProvider.System;
if (args is [SoakOptions.Command, .. var soak])
{
    if (SoakOptions.Parse(soak) is not { } asked)
    {
        Console.Error.WriteLine(SoakOptions.Usage);
        return 2;
    }

    Console.WriteLine($"./dev soak {string.Join(' ', soak)}");
    return await new SoakRun(asked, time, Console.Out).RunAsync() ? 0 : 1;
}

var kinds = FaultPlan.All(LoadPlan.LeaseTime, time);
if (ChaosOptions.Parse(args) is not { } options
    || options.Only.Except(kinds.Select(kind => kind.Name)).Any()
    || options.Doors.Except(LoadPlan.Names).Any())
{
    Console.Error.WriteLine(ChaosOptions.Usage);
    Console.Error.WriteLine();
    foreach (var kind in kinds)
    {
        Console.Error.WriteLine($"  {kind.Name,-20} {kind.Purpose}");
    }

    Console.Error.WriteLine($"  doors: {string.Join(", ", LoadPlan.Names)}");
    return 2;
}

Console.WriteLine($"./dev chaos {string.Join(' ', args)}");
kinds = [.. kinds.Where(kind => options.Only.Count == 0 || options.Only.Contains(kind.Name))];
return await new ChaosRun(options, kinds, time, Console.Out).RunAsync() ? 0 : 1;
