using ArchUnitNET.xUnitV3;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Switchyard.Architecture;

/// <summary>Who may name whom. A wall that stands in the way is moved here, with the reason, or not at all.</summary>
public sealed class WallTests
{
    private static readonly ArchUnitNET.Domain.Architecture Product = Yard.Load(Yard.Projects);

    public static TheoryData<string> Doors => new(Yard.Doors);

    public static TheoryData<string> Projects => new(Yard.Projects);

    [Fact]
    public void Work_and_compute_name_no_door() => Types().That().ResideInNamespaceMatching(Yard.Namespaces("Work", "Compute"))
        .Should().NotDependOnAny(Types().That().ResideInNamespaceMatching(Yard.Namespaces(Yard.Doors)))
        .Because("what is solved once for all doors must not know one of them").Check(Product);

    [Fact]
    public void Nothing_names_a_door_but_the_two_lists() => Types().That().ResideInNamespaceMatching(@"^Switchyard(\.|$)")
        .And().DoNotResideInNamespaceMatching(Yard.Namespaces(Yard.Doors))
        .And().DoNotHaveName("FrontDoors").And().DoNotHaveName("GrainDoors")
        .Should().NotDependOnAny(Types().That().ResideInNamespaceMatching(Yard.Namespaces(Yard.Doors)))
        .Because("a door is its folders and a line in each list").Check(Product);

    [Theory]
    [MemberData(nameof(Doors))]
    public void A_door_names_no_other(string door) => Types().That().ResideInNamespaceMatching(Yard.Namespaces(door))
        .Should().NotDependOnAny(Types().That().ResideInNamespaceMatching(Yard.Namespaces(Yard.Doors.Where(other => other != door))))
        .Because("a door can be taken away, or written anew, alone").Check(Product);

    [Fact]
    public void Rules_name_no_type_of_Orleans() => Types().That().ResideInNamespaceMatching(@"^Switchyard\..*\.Rules(\.|$)")
        .Should().FollowCustomCondition(
            type => !type.Dependencies.Any(dependency => dependency.Target.Namespace?.FullName.StartsWith("Orleans", StringComparison.Ordinal) == true),
            "be plain functions", "names a type of Orleans")
        .Check(Product);

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_folders_of_a_project_are_in_no_circle(string project)
    {
        var circles = new Folders(project).Circles();

        Assert.True(circles.Count == 0, string.Join("\n\n", circles));
    }

    [Theory]
    [InlineData("Client")]
    [InlineData("Cli")]
    public void The_folders_of_what_calls_are_in_no_circle(string project)
    {
        var circles = new Folders(project, $"Switchyard.{project}").Circles();

        Assert.True(circles.Count == 0, string.Join("\n\n", circles));
    }

    [Fact]
    public void The_command_line_references_the_client_alone() => Assert.Equal(
        ["Switchyard.Client"],
        Yard.AssemblyOf("Cli").GetReferencedAssemblies().Select(assembly => assembly.Name).Where(name => name!.StartsWith("Switchyard.", StringComparison.Ordinal)));

    [Fact]
    public void The_client_references_nothing_of_ours() => Assert.DoesNotContain(
        Yard.AssemblyOf("Client").GetReferencedAssemblies(),
        assembly => assembly.Name!.StartsWith("Switchyard.", StringComparison.Ordinal));

    [Fact]
    public void The_front_end_does_not_reference_the_grains() => Assert.DoesNotContain(
        Yard.AssemblyOf("Api").GetReferencedAssemblies(), assembly => assembly.Name is "Switchyard.Grains" or "Switchyard.Silo");

    [Fact]
    public void The_contracts_reference_nothing_of_ours() => Assert.DoesNotContain(
        Yard.AssemblyOf("Grains.Interfaces").GetReferencedAssemblies(),
        assembly => assembly.Name!.StartsWith("Switchyard.", StringComparison.Ordinal));
}
