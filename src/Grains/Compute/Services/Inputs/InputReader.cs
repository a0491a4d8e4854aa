namespace Switchyard.Compute.Services.Inputs;

/// <summary>Reads and judges all inputs of a run.</summary>
public static class InputReader
{
    /// <param name="inputs">In order of declaration, which is the order of the errors.</param>
    /// <param name="directory">Holds the files of the upload.</param>
    public static async Task<InputReading> ReadAsync(
        IReadOnlyList<ServiceInput> inputs, string directory, CancellationToken cancellationToken)
    {
        var main = await MainJson.ReadAsync(directory, cancellationToken);
        var values = new Dictionary<string, object>();
        var defaulted = new List<MainJsonInput>();
        var errors = new List<string>();
        foreach (var input in inputs)
        {
            try
            {
                if (input is MainJsonInput { Optional: true } optional && main.Lacks(input.Id))
                {
                    values[input.Id] = optional.DefaultValue;
                    defaulted.Add(optional);
                }
                else if (input is MainJsonInput known)
                {
                    values[input.Id] = known.Read(main.Get(known));
                }
                else if (input is FileInput file)
                {
                    values[input.Id] = new InputValues.Paths(await file.FindAsync(directory, cancellationToken));
                }
            }
            catch (InputRefusedException refused)
            {
                errors.Add($"{input.Id}: {refused.Message}");
            }
            catch (MainJsonException broken)
            {
                errors.Add(broken.Message);
            }
        }

        return new InputReading(new InputValues(values), main, defaulted, [.. errors.Distinct()]);
    }
}
