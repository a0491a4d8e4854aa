using System.Text;
using Switchyard.Compute.Services.Inputs;
using Switchyard.Compute.Services.Python;

namespace Switchyard.Compute.Services.BuiltIn;

/// <summary>The original's example: adds or multiplies two floats, and writes the sum or the product as Python would.</summary>
public sealed class FloatComputation(TimeProvider time) : IService
{
    private const string Add = "add";
    private const string Multiply = "multiply";

    public string Name => BuiltInServices.FloatComputation;

    public string Description => "This Service performs a multiplication or addition of two floats";

    public IReadOnlyList<ServiceInput> Inputs { get; } =
    [
        new FloatInput("f1") { Name = "first float" },
        new FloatInput("f2") { Name = "second float" },
        new SingleChoiceInput("op", [Add, Multiply]) { Name = "float operation", Default = Multiply },
    ];

    public Task RunAsync(ServiceRun run, CancellationToken cancellationToken)
    {
        var (first, second) = (run.Values.GetFloat("f1"), run.Values.GetFloat("f2"));
        var (sign, result) = run.Values.GetText("op") == Add ? ('+', first + second) : ('*', first * second);
        var text = $"{PythonFloat.Format(first)} {sign} {PythonFloat.Format(second)} = {PythonFloat.Format(result)}";
        return ResultArchive.WriteAsync(run, "result.txt", Encoding.UTF8.GetBytes(text), time, cancellationToken);
    }
}
