using System.Text.RegularExpressions;

namespace Switchyard.Compute.Services;

/// <summary>Judges the list <c>Services</c> before anything is made from it.</summary>
public static partial class ServiceOptionsValidator
{
    private const long LeastMemory = 1 << 20;

    /// <summary>What is wrong, each beginning with its configuration key: <c>Services:0:Command: is missing</c>.</summary>
    /// <param name="reserved">Names of services that are built in.</param>
    public static IReadOnlyList<string> Validate(IReadOnlyList<ServiceOptions> services, IEnumerable<string> reserved)
    {
        var names = new HashSet<string>(reserved, StringComparer.Ordinal);
        return
        [
            .. services.SelectMany((service, i) =>
                Judge(service, names).Select(problem => $"Services:{i}:{problem.Key}: {problem.Reason}")),
        ];
    }

    private static IEnumerable<(string Key, string Reason)> Judge(ServiceOptions service, HashSet<string> names)
    {
        if (string.IsNullOrWhiteSpace(service.Name) || service.Name.Any(char.IsControl))
        {
            yield return (nameof(service.Name), "is missing, or not one line");
        }
        else if (!names.Add(service.Name))
        {
            yield return (nameof(service.Name), $"there is another service '{service.Name}'");
        }

        if (service.Command is not [{ Length: > 0 }, ..] || service.Command.Any(argument => argument.Contains('\0')))
        {
            yield return (nameof(service.Command), "is missing, or has a NUL in it");
        }

        if (service.Output is { } output && !IsInside(output))
        {
            yield return (nameof(service.Output), $"'{output}' is not a path of a file in out/");
        }

        if (service.Timeout is { } timeout && (timeout <= TimeSpan.Zero || timeout.TotalMilliseconds > int.MaxValue))
        {
            yield return (nameof(service.Timeout), $"'{timeout}' is not between 0 and 24 days");
        }

        if (service.MemoryBytes is { } memory and < LeastMemory)
        {
            yield return (nameof(service.MemoryBytes), $"'{memory}' is not at least {LeastMemory}");
        }

        if (service.DiskBytes is { } disk and < LeastMemory)
        {
            yield return (nameof(service.DiskBytes), $"'{disk}' is not at least {LeastMemory}");
        }

        if (service.User is { } user && !UserName().IsMatch(user))
        {
            yield return (nameof(service.User), $"'{user}' is not the name or number of a user");
        }

        foreach (var problem in JudgeEnvironment(service.Environment).Concat(JudgeInputs(service.Inputs)))
        {
            yield return problem;
        }
    }

    /// <summary>Also for the environment of a source.</summary>
    public static IEnumerable<(string Key, string Reason)> JudgeEnvironment(IReadOnlyDictionary<string, string> environment) =>
        from variable in environment
        where !VariableName().IsMatch(variable.Key) || variable.Value.Contains('\0')
        select ($"Environment:{variable.Key}", "is not a name of letters, digits and '_', or its value has a NUL in it");

    private static IEnumerable<(string Key, string Reason)> JudgeInputs(IReadOnlyList<ServiceInputOptions> inputs)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < inputs.Count; i++)
        {
            var input = inputs[i];
            if (!InputId().IsMatch(input.Id))
            {
                yield return ($"Inputs:{i}:{nameof(input.Id)}", $"'{input.Id}' is not 1 to 100 letters, digits, '-' and '_'");
            }
            else if (!ids.Add(input.Id))
            {
                yield return ($"Inputs:{i}:{nameof(input.Id)}", $"there is another input '{input.Id}'");
            }

            if (JudgeType(input) is var (key, reason))
            {
                yield return ($"Inputs:{i}:{key}", reason);
            }
        }
    }

    private static (string Key, string Reason)? JudgeType(ServiceInputOptions input)
    {
        if (input.Choices.Count > 0 && input.Type is not ServiceInputType.SingleChoice)
        {
            return (nameof(input.Choices), "only a single choice has choices");
        }

        if (input.NumberEntries is not null && input.Type is not ServiceInputType.PointList3D)
        {
            return (nameof(input.NumberEntries), "only a list of points has a number of entries");
        }

        if (input.Check && input.Type is not ServiceInputType.Volume)
        {
            return (nameof(input.Check), "only a volume can be checked");
        }

        if (JudgeBounds(input) is { } problem)
        {
            return problem;
        }

        try
        {
            _ = ServiceInputFactory.Make(input, volumes: null);
            return null;
        }
        catch (InvalidServiceException invalid)
        {
            return (invalid.Key, invalid.Message);
        }
    }

    private static (string Key, string Reason)? JudgeBounds(ServiceInputOptions input)
    {
        var isNumber = input.Type is ServiceInputType.Float or ServiceInputType.Int;
        return (input.Minimum, input.Maximum) switch
        {
            (not null, _) when !isNumber => (nameof(input.Minimum), "only a number has bounds"),
            (_, not null) when !isNumber => (nameof(input.Maximum), "only a number has bounds"),
            ({ } least, _) when !double.IsFinite(least) => (nameof(input.Minimum), $"'{least}' is not a finite number"),
            (_, { } most) when !double.IsFinite(most) => (nameof(input.Maximum), $"'{most}' is not a finite number"),
            ({ } least, { } most) when least >= most => (nameof(input.Maximum), $"'{most}' is not more than Minimum, which is {least}"),
            _ => null,
        };
    }

    private static bool IsInside(string path) =>
        path.Length > 0
        && !path.Contains('\0')
        && !Path.IsPathRooted(path)
        && path.Split('/').All(part => part is not ("" or "." or ".."));

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex VariableName();

    [GeneratedRegex(@"\A[A-Za-z0-9_.][A-Za-z0-9_.@$-]{0,63}\z")]
    private static partial Regex UserName();

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,100}\z")]
    private static partial Regex InputId();
}
