namespace Switchyard.Compute.Services;

public sealed class ServiceOptionsValidatorTests
{
    private static readonly ServiceOptions Good = new() { Name = "mine", Command = ["true"] };

    [Fact]
    public void A_good_service_is_good()
    {
        var service = Good with
        {
            Output = "sub/x.nii.gz",
            Timeout = TimeSpan.FromHours(1),
            MemoryBytes = 1 << 30,
            Environment = new Dictionary<string, string> { ["OMP_NUM_THREADS"] = "1" },
            Inputs = [new() { Id = "c", Type = ServiceInputType.SingleChoice, Choices = ["a", "b"], Default = "b" }],
        };

        Assert.Empty(ServiceOptionsValidator.Validate([service], ["Dummy"]));
    }

    public static TheoryData<ServiceOptions, string> Wrong() => new()
    {
        { Good with { Name = "" }, "Services:0:Name: is missing, or not one line" },
        { Good with { Name = "Dummy" }, "Services:0:Name: there is another service 'Dummy'" },
        { Good with { Command = [] }, "Services:0:Command: is missing, or has a NUL in it" },
        { Good with { Command = ["a", "\0"] }, "Services:0:Command: is missing, or has a NUL in it" },
        { Good with { Output = "../x" }, "Services:0:Output: '../x' is not a path of a file in out/" },
        { Good with { Output = "/etc/passwd" }, "Services:0:Output: '/etc/passwd' is not a path of a file in out/" },
        { Good with { Timeout = TimeSpan.Zero }, "Services:0:Timeout: '00:00:00' is not between 0 and 24 days" },
        { Good with { MemoryBytes = 5 }, "Services:0:MemoryBytes: '5' is not at least 1048576" },
        { Good with { Environment = new Dictionary<string, string> { ["A=B"] = "" } }, "Services:0:Environment:A=B: is not a name of letters, digits and '_', or its value has a NUL in it" },
        { With(new() { Id = "a/b", Type = ServiceInputType.Int }), "Services:0:Inputs:0:Id: 'a/b' is not 1 to 100 letters, digits, '-' and '_'" },
        { With(new() { Id = "a" }), "Services:0:Inputs:0:Type: is missing: one of Volume, Float, String, Int, Boolean, SingleChoice, PointList3D, File, Files" },
        { With(new() { Id = "a", Type = ServiceInputType.SingleChoice }), "Services:0:Inputs:0:Choices: a single choice needs choices" },
        { With(new() { Id = "a", Type = ServiceInputType.SingleChoice, Choices = ["x"], Default = "y" }), "Services:0:Inputs:0:Default: 'y' is not one of x" },
        { With(new() { Id = "a", Type = ServiceInputType.Int, Choices = ["x"] }), "Services:0:Inputs:0:Choices: only a single choice has choices" },
        { With(new() { Id = "a", Type = ServiceInputType.Int, NumberEntries = 1 }), "Services:0:Inputs:0:NumberEntries: only a list of points has a number of entries" },
        { With(new() { Id = "a", Type = ServiceInputType.PointList3D, NumberEntries = 0 }), "Services:0:Inputs:0:NumberEntries: 0 is not at least 1" },
        { With(new() { Id = "a", Type = ServiceInputType.Int, Default = "1.5" }), "Services:0:Inputs:0:Default: '1.5' is not a whole number" },
        { With(new() { Id = "a", Type = ServiceInputType.Float, Default = "nan" }), "Services:0:Inputs:0:Default: 'nan' is not a finite number" },
        { With(new() { Id = "a", Type = ServiceInputType.Boolean, Default = "yes" }), "Services:0:Inputs:0:Default: 'yes' is not true or false" },
        { With(new() { Id = "a", Type = ServiceInputType.Volume, Default = "x" }), "Services:0:Inputs:0:Default: a volume or a file has no default" },
        { With(new() { Id = "a", Type = ServiceInputType.Files, Default = "x" }), "Services:0:Inputs:0:Default: a volume or a file has no default" },
        { With(new() { Id = "a", Type = ServiceInputType.File, Check = true }), "Services:0:Inputs:0:Check: only a volume can be checked" },
        { With(new() { Id = "a", Type = ServiceInputType.String, Minimum = 1 }), "Services:0:Inputs:0:Minimum: only a number has bounds" },
        { With(new() { Id = "a", Type = ServiceInputType.Int, Minimum = 2, Maximum = 2 }), "Services:0:Inputs:0:Maximum: '2' is not more than Minimum, which is 2" },
        { With(new() { Id = "a", Type = ServiceInputType.Float, Maximum = double.NaN }), "Services:0:Inputs:0:Maximum: 'NaN' is not a finite number" },
        {
            With(new() { Id = "a", Type = ServiceInputType.PointList3D, Default = "1,2" }),
            "Services:0:Inputs:0:Default: '1,2' is no such list of points: No value/input entry or no valid point list structure."
        },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void What_is_wrong_is_told_by_its_key(ServiceOptions service, string problem)
    {
        Assert.Equal([problem], ServiceOptionsValidator.Validate([service], ["Dummy"]));
    }

    [Fact]
    public void Names_and_ids_are_unique()
    {
        var twice = Good with
        {
            Inputs = [new() { Id = "a", Type = ServiceInputType.Int }, new() { Id = "a", Type = ServiceInputType.Int }],
        };

        Assert.Equal(
            ["Services:1:Name: there is another service 'mine'", "Services:1:Inputs:1:Id: there is another input 'a'"],
            ServiceOptionsValidator.Validate([Good, twice], []));
    }

    private static ServiceOptions With(ServiceInputOptions input) => Good with { Inputs = [input] };
}
